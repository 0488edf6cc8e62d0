import { createRandom } from '../random/create-random.js';
import type { FeatureSource } from './feature-source.js';
import { groupRows } from './group-rows.js';
import { selectRows } from './select-rows.js';

/** How rows are split. */
export interface SplitOptions {
  /** Share of each class that goes to validation, between 0 and 1. */
  readonly fraction: number;
  readonly seed: number;
}

/** Two sources without a row in common. */
export interface StratifiedSplit {
  readonly train: FeatureSource;
  readonly validation: FeatureSource;
}

/**
 * Splits a source into training and validation rows, class by class, for users without validation data.
 *
 * A class of n rows gives `round(fraction n)` rows to validation (halves up), but at least 1 and at most n - 1; a class
 * with a single row stays in training. So every class that can be judged is, and none is lost. Which rows go is drawn
 * from (seed, class): another class more or less changes nothing for the others. All views of a row stay together,
 * both parts keep the order of rows, and rows to be ignored stay in training.
 *
 * @throws RangeError when `fraction` is not between 0 and 1, or no class has two rows; what the source throws
 *
 * @example
 * ```ts
 * import { featuresInMemory, splitStratified } from '@disalign/core';
 * const source = featuresInMemory({ features: [[1], [2], [3]], logits: [[0, 3], [3, 0], [2, 0]], labels: [1, 0, 0] });
 * const { train, validation } = await splitStratified(source, { fraction: 0.2, seed: 7 }); // 2 rows and 1 row
 * ```
 */
export async function splitStratified(
  source: FeatureSource,
  { fraction, seed }: SplitOptions,
): Promise<StratifiedSplit> {
  if (!(fraction > 0 && fraction < 1)) {
    throw new RangeError(`splitStratified: \`fraction\` must be between 0 and 1, got ${fraction}`);
  }
  const labels = await source.labels();
  const isValidation = new Uint8Array(labels.length);
  let validationRows = 0;
  for (const [label, rows] of groupRows(labels)) {
    if (rows.length < 2) continue;
    const share = Math.min(Math.max(Math.round(fraction * rows.length), 1), rows.length - 1);
    for (const row of createRandom(seed, label).shuffle(rows).slice(0, share)) isValidation[row] = 1;
    validationRows += share;
  }
  if (validationRows === 0) throw new RangeError('splitStratified: `source` must have a class with two rows, got none');
  return {
    train: selectRows(source, rowsWhere(isValidation, 0, labels.length - validationRows)),
    validation: selectRows(source, rowsWhere(isValidation, 1, validationRows)),
  };
}

function rowsWhere(flags: Uint8Array, flag: number, count: number): Int32Array {
  const rows = new Int32Array(count);
  let at = 0;
  flags.forEach((value, row) => {
    if (value === flag) rows[at++] = row;
  });
  return rows;
}
