import { checkRead } from './check-read.js';
import type { FeatureBatch, FeatureSource, RowRange } from './feature-source.js';

/** Chosen rows at most this far apart are read in one go: a row more costs less than a read more. */
const maxGap = 64;
/** One such read spans at most so many rows, so that memory stays flat. */
const maxSpan = 4096;

/**
 * Some rows of a source as a source of their own; nothing is read or copied before it is asked for.
 *
 * @param rows strictly increasing row numbers of `source` (not copied: do not change them), or a range of them
 * @throws RangeError when rows are out of range or do not increase
 *
 * @example
 * ```ts
 * import { featuresInMemory, selectRows } from '@disalign/core';
 * const source = featuresInMemory({ features: [[1], [2], [3]], logits: [[0, 3], [3, 0], [2, 0]], labels: [1, 0, 0] });
 * await selectRows(source, Int32Array.of(0, 2)).labels(); // [1, 0]
 * ```
 */
export function selectRows(source: FeatureSource, rows: Int32Array | RowRange): FeatureSource {
  if (!(rows instanceof Int32Array)) return selectRange(source, rows);
  for (let i = 0; i < rows.length; i++) {
    const least = i === 0 ? 0 : rows[i - 1] + 1;
    if (rows[i] < least || rows[i] >= source.rows) {
      throw new RangeError(
        `selectRows: \`rows[${i}]\` must increase and lie in ${least}..${source.rows - 1}, got ${rows[i]}`,
      );
    }
  }
  const sizes = sizesOf(source, rows.length);
  return {
    ...sizes,
    async labels() {
      const all = await source.labels();
      return rows.map((row) => all[row]);
    },
    async read(range, view = 0) {
      checkRead(sizes, range, view);
      return gatherRows(source, rows.subarray(range.start, range.end), view);
    },
    locate: (range, view) => locateRows(source, rows.subarray(range.start, range.end), view),
  };
}

function selectRange(source: FeatureSource, { start, end }: RowRange): FeatureSource {
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end < start || end > source.rows) {
    throw new RangeError(`selectRows: \`rows\` must lie in 0..${source.rows}, got ${start}..${end}`);
  }
  const sizes = sizesOf(source, end - start);
  return {
    ...sizes,
    labels: async () => (await source.labels()).slice(start, end),
    async read(range, view = 0, into) {
      checkRead(sizes, range, view);
      return source.read({ start: start + range.start, end: start + range.end }, view, into);
    },
    locate: (range, view) => source.locate?.({ start: start + range.start, end: start + range.end }, view) ?? null,
  };
}

function sizesOf({ featureSize, classes, views }: FeatureSource, rows: number) {
  return { rows, featureSize, classes, views };
}

async function gatherRows(source: FeatureSource, rows: Int32Array, view: number): Promise<FeatureBatch> {
  const { featureSize, classes } = source;
  const features = new Float32Array(rows.length * featureSize);
  const logits = new Float32Array(rows.length * classes);
  const labels = new Int32Array(rows.length);
  for (let first = 0; first < rows.length;) {
    const last = lastOfSpan(rows, first);
    const batch = await source.read({ start: rows[first], end: rows[last] + 1 }, view);
    for (let to = first; to <= last; to++) {
      const from = rows[to] - rows[first];
      features.set(batch.features.subarray(from * featureSize, (from + 1) * featureSize), to * featureSize);
      logits.set(batch.logits.subarray(from * classes, (from + 1) * classes), to * classes);
      labels[to] = batch.labels[from];
    }
    first = last + 1;
  }
  return { rows: rows.length, features, logits, labels };
}

function locateRows(
  source: FeatureSource,
  rows: Int32Array,
  view?: number,
): ReturnType<Required<FeatureSource>['locate']> {
  const located = [];
  for (let first = 0; first < rows.length;) {
    let next = first + 1;
    while (next < rows.length && rows[next] === rows[next - 1] + 1) next++;
    const places = source.locate?.({ start: rows[first], end: rows[next - 1] + 1 }, view) ?? null;
    if (places === null) return null;
    located.push(...places);
    first = next;
  }
  return located;
}

/** Index of the last row that is read together with row `first`. */
function lastOfSpan(rows: Int32Array, first: number): number {
  let last = first;
  while (last + 1 < rows.length && rows[last + 1] - rows[last] <= maxGap && rows[last + 1] - rows[first] < maxSpan)
    last++;
  return last;
}
