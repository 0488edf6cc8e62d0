import { photographError, renderFileInThread } from '@disalign/core/photographs';
import { createViewSplit } from '../create-view-split.js';
import type { ImageDataSet, ImageShape, ImageSplit, SkippedImage } from '../image-data-set.js';
import { findBadPhotographs } from './find-bad-photographs.js';
import type { PhotographOptions } from './photograph-options.js';
import type { PhotographRecord, PhotographRecords } from './photograph-record.js';

/** Pictures of known classes. */
export interface ListedPhotographs {
  readonly name: string;
  readonly classNames: readonly string[];
  readonly records: PhotographRecords;
}

const splitNames = ['train', 'validation', 'test'] as const;

/**
 * Makes a data set of pictures on disk, decoded when they are read.
 *
 * @throws FileFormatError for the first picture that is not there, unless such are skipped
 * @throws RangeError for options out of range, or when a class is left without training pictures
 */
export async function photographDataSet(
  { name, classNames, records }: ListedPhotographs,
  options: PhotographOptions,
): Promise<ImageDataSet> {
  const form = checkForm(options);
  const { kept, skipped } = await sortOut(records, options);
  const trainCounts = new Array<number>(classNames.length).fill(0);
  for (const { label } of kept.train) trainCounts[label]++;
  const empty = trainCounts.indexOf(0);
  if (empty >= 0) {
    throw new RangeError(
      `photographDataSet: every class must have a training picture, got none of class ${empty} (${classNames[empty]})`,
    );
  }
  const { height, width, channels } = form;
  return {
    name,
    classNames,
    height,
    width,
    channels,
    trainCounts,
    splits: {
      train: createSplit(kept.train, form),
      validation: createSplit(kept.validation, form),
      test: createSplit(kept.test, form),
    },
    skipped,
  };
}

/** Shape of every picture, and what its shorter side is resized to before the centre is cut out. */
interface CroppedShape extends ImageShape {
  readonly resize: number;
}

/** @throws RangeError for sizes that are no positive integers, or a crop that does not fit into the resized picture */
function checkForm({ height = 224, width = 224, channels = 3, resize: given }: PhotographOptions): CroppedShape {
  const longest = Math.max(height, width);
  const resize = given ?? Math.round((longest * 8) / 7);
  for (const [side, value] of Object.entries({ height, width, resize })) {
    if (Number.isSafeInteger(value) && value >= 1) continue;
    throw new RangeError(`photographDataSet: \`${side}\` must be a positive integer, got ${value}`);
  }
  if (resize < longest) {
    throw new RangeError(`photographDataSet: \`resize\` must be at least ${longest}, the crop's side, got ${resize}`);
  }
  return { height, width, channels, resize };
}

async function sortOut(
  records: PhotographRecords,
  { skipBadImages = false, onProgress }: PhotographOptions,
): Promise<{ kept: PhotographRecords; skipped: SkippedImage[] }> {
  const total = splitNames.reduce((sum, split) => sum + records[split].length, 0);
  const skipped: SkippedImage[] = [];
  const kept: Partial<Record<(typeof splitNames)[number], PhotographRecord[]>> = {};
  let before = 0;
  for (const split of splitNames) {
    const first = before;
    const bad = await findBadPhotographs(records[split], {
      decode: skipBadImages,
      onProgress: (progress) => onProgress?.({ done: first + progress.done, total }),
    });
    if (bad.length > 0 && !skipBadImages) throw photographError(bad[0].record, bad[0].problem);
    const left = new Set(bad.map(({ record }) => record));
    kept[split] = records[split].filter((record) => !left.has(record));
    for (const { record, problem } of bad) {
      const { path, origin = path } = record;
      skipped.push({ split, origin, path, reason: problem.got });
    }
    before += records[split].length;
  }
  const { train = [], validation = [], test = [] } = kept;
  return { kept: { train, validation, test }, skipped };
}

function createSplit(records: readonly PhotographRecord[], shape: CroppedShape): ImageSplit {
  const { height, width, channels, resize } = shape;
  const form = { channels, resize: { shorter: resize }, crop: { height, width } };
  const labels = Int32Array.from(records, ({ label }) => label);
  return createViewSplit(labels, shape, async (row, view) => {
    const rendering = await renderFileInThread({ path: records[row].path, form, view });
    if ('problem' in rendering) throw photographError(records[row], rendering.problem);
    return rendering.image.data;
  });
}
