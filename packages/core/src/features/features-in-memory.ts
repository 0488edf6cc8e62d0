import { checkRead } from './check-read.js';
import type { FeatureSource } from './feature-source.js';
import { findNonFinite } from './find-non-finite.js';
import { looksLikeProbabilities } from './looks-like-probabilities.js';
import { mapLabels } from './map-labels.js';

/** A row-major matrix, or a list of rows. */
export type FeatureMatrix = Float32Array | Float64Array | readonly (readonly number[])[];

/** Features [N, D] and logits [N, K] of one augmented view of each row. */
export interface FeatureView {
  readonly features: FeatureMatrix;
  readonly logits: FeatureMatrix;
}

/** Labels, and what cannot be read off the matrices. */
export interface InMemoryOptions {
  /** [N] classes 0..K-1. */
  readonly labels: ArrayLike<number>;
  /** D; by default the length of a row. Needed only where there are no rows. */
  readonly featureSize?: number;
  /** K; by default the length of a row of logits. Needed only where there are no rows. */
  readonly classes?: number;
  /** Label that marks rows to be ignored, like 255; they are handed out as -1. By default there is none. */
  readonly ignoreLabel?: number;
  /** Told when logits look like probabilities. Default: console.warn. */
  readonly onWarning?: (message: string) => void;
}

/** One view as `features` and `logits`, or all views in their order as `views`. */
export type InMemoryFeatures = InMemoryOptions &
  ((FeatureView & { readonly views?: undefined }) | { readonly views: readonly FeatureView[] });

/**
 * Features, logits and labels that lie in memory, checked once and then believed.
 *
 * Float32Arrays are used as they are, not copied: do not change them. Everything else is rounded to float32.
 *
 * @throws TypeError for matrices of another kind
 * @throws RangeError for lengths that do not match, numbers that are not finite as float32 (names row and column of the
 * first), labels that are no integers in 0..K-1 (names the first row)
 *
 * @example
 * ```ts
 * import { featuresInMemory } from '@disalign/core';
 * const source = featuresInMemory({
 *   features: [[0.5, 1.5], [2, 0]],
 *   logits: [[3, -1, 0], [0, 1, 2]],
 *   labels: [0, 2],
 * });
 * const { logits } = await source.read({ start: 1, end: 2 }); // [0, 1, 2]
 * ```
 */
export function featuresInMemory(data: InMemoryFeatures): FeatureSource {
  const rows = data.labels.length;
  const given = data.views ?? [data];
  if (given.length === 0) throw new RangeError('featuresInMemory: `views` must hold at least one view, got none');
  let { featureSize, classes } = data;
  const views = given.map((view, index) => {
    const prefix = data.views === undefined ? '' : `views[${index}].`;
    const features = toMatrix(view.features, { name: `${prefix}features`, rows, columns: featureSize });
    const logits = toMatrix(view.logits, { name: `${prefix}logits`, rows, columns: classes });
    ({ columns: featureSize } = features);
    ({ columns: classes } = logits);
    return { features: features.values, logits: logits.values };
  });
  // Both are set by the first view; the compiler cannot see that there is one.
  const sizes = { rows, featureSize: featureSize ?? 0, classes: classes ?? 0, views: views.length };
  if (sizes.classes === 0) throw new RangeError('featuresInMemory: `logits` must have at least one column, got none');
  const labels = mapLabels(data.labels, {
    classes: sizes.classes,
    ignored: data.ignoreLabel === undefined ? [] : [data.ignoreLabel],
    fail: (row, expected, got) =>
      new RangeError(`featuresInMemory: \`labels[${row}]\` must be ${expected}, got ${got}`),
  });
  if (looksLikeProbabilities(views[0].logits, sizes.classes)) {
    (data.onWarning ?? console.warn)(
      'featuresInMemory: `logits` look like probabilities; give the scores before softmax',
    );
  }
  return fromViews(sizes, labels, views);
}

type Sizes = Pick<FeatureSource, 'rows' | 'featureSize' | 'classes' | 'views'>;

function fromViews(
  sizes: Sizes,
  labels: Int32Array,
  views: readonly { features: Float32Array; logits: Float32Array }[],
): FeatureSource {
  const { featureSize, classes } = sizes;
  return {
    ...sizes,
    labels: async () => labels.slice(),
    async read(range, view = 0) {
      checkRead(sizes, range, view);
      const { start, end } = range;
      return {
        rows: end - start,
        features: views[view].features.slice(start * featureSize, end * featureSize),
        logits: views[view].logits.slice(start * classes, end * classes),
        labels: labels.slice(start, end),
      };
    },
  };
}

interface MatrixShape {
  readonly name: string;
  readonly rows: number;
  readonly columns: number | undefined;
}

function toMatrix(matrix: FeatureMatrix, shape: MatrixShape): { values: Float32Array; columns: number } {
  const { name, rows } = shape;
  const { numbers, columns } = flatten(matrix, shape);
  const values = numbers instanceof Float32Array ? numbers : Float32Array.from(numbers);
  const broken = findNonFinite(values, columns);
  if (broken !== undefined) {
    const at = broken.row * columns + broken.column;
    throw new RangeError(
      `featuresInMemory: \`${name}\` must be finite as float32, got ${numbers[at]} in row ${broken.row} of ${rows}, column ${broken.column}`,
    );
  }
  return { values, columns };
}

function flatten(
  matrix: FeatureMatrix,
  { name, rows, columns: wanted }: MatrixShape,
): { numbers: Float32Array | Float64Array; columns: number } {
  const fail = (expected: string, got: string) =>
    new RangeError(`featuresInMemory: \`${name}\` must ${expected}, got ${got}`);
  const isFlat = matrix instanceof Float32Array || matrix instanceof Float64Array;
  if (!isFlat && !(Array.isArray(matrix) && matrix.every((row) => Array.isArray(row)))) {
    throw new TypeError(`featuresInMemory: \`${name}\` must be a Float32Array, a Float64Array or a list of rows`);
  }
  if (!isFlat && matrix.length !== rows)
    throw fail(`have a row for each of the ${rows} labels`, `${matrix.length} rows`);
  const columns = wanted ?? (isFlat ? matrix.length / rows : matrix[0]?.length);
  if (columns === undefined || Number.isNaN(columns)) throw fail('have rows, where no size is given', 'none');
  if (!Number.isSafeInteger(columns) || columns < 0 || (isFlat && matrix.length !== rows * columns)) {
    throw fail(`hold a row of ${wanted ?? 'equal'} numbers for each of the ${rows} labels`, `${matrix.length} numbers`);
  }
  if (isFlat) return { numbers: matrix, columns };
  const numbers = new Float64Array(rows * columns);
  matrix.forEach((row, index) => {
    if (row.length !== columns) throw fail(`hold ${columns} numbers in row ${index}`, `${row.length}`);
    numbers.set(row, index * columns);
  });
  return { numbers, columns };
}
