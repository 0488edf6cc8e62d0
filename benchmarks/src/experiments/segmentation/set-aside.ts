import type { SegmentationSplit } from '@disalign/segmentation';

/** What is read of a split. */
type ReadableSplit = Pick<SegmentationSplit, 'count' | 'names' | 'read'>;

/** Images to choose on: at most so many, and at most a fifth of all. */
const MOST = 500;
const SHARE = 1 / 5;

/**
 * Training images in two parts: those to choose on, spread evenly over the split, and those to fit to. What is chosen on images that the
 * network was trained on is chosen on images that flatter it; ADE20K has no others besides those to test on.
 *
 * @throws RangeError where there is less than one image for each part
 */
export function setAside(training: ReadableSplit): {
  readonly fit: ReadableSplit;
  readonly selection: ReadableSplit;
} {
  const { count } = training;
  if (count < 2) throw new RangeError(`setAside: \`training\` must have 2 images or more, got ${count}`);
  const chosen = Math.max(1, Math.min(MOST, Math.floor(count * SHARE)));
  const rows = new Set(Array.from({ length: chosen }, (_, i) => Math.floor(((i + 0.5) * count) / chosen)));
  return {
    selection: partOf(training, [...rows]),
    fit: partOf(
      training,
      [...training.names.keys()].filter((row) => !rows.has(row)),
    ),
  };
}

function partOf({ names, read }: ReadableSplit, rows: readonly number[]): ReadableSplit {
  return { count: rows.length, names: rows.map((row) => names[row]), read: async (place) => read(rows[place]) };
}
