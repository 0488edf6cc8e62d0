import { groupRows } from '../features/group-rows.js';
import { createRandom } from '../random/create-random.js';

/**
 * How rows are drawn (Kang et al. 2020, section 3.2), by the probability of their class j of n_j rows, `p_j = n_j^q / sum_i n_i^q`:
 * `instance-balanced` q = 1 (each row once an epoch), `square-root` q = 1/2, `class-balanced` q = 0; `progressively-balanced`
 * `p_j = (1 - t) p_j(q = 1) + t p_j(q = 0)`, where t goes from 0 in the first epoch to 1 in the last. All but the first draw with replacement,
 * and the rows of a class alike.
 */
export type Sampler = 'instance-balanced' | 'square-root' | 'class-balanced' | 'progressively-balanced';

/** Which epoch rows are drawn for: seed and number decide, whatever was drawn before. */
export interface Epoch {
  readonly seed: number;
  /** From 0. */
  readonly epoch: number;
  readonly epochs: number;
}

/**
 * How often each row is used in an epoch; the counts sum to the number of valid rows. null: each row once.
 *
 * @param labels [N]; negative labels are never drawn
 * @returns [N]
 *
 * @example
 * import { drawRows } from '@disalign/core';
 * const labels = Int32Array.of(0, 0, 0, 0, 0, 1);
 * const uses = drawRows('class-balanced', labels, { seed: 1, epoch: 0, epochs: 10 }); // six draws, about three of row 5
 */
export function drawRows(sampler: Sampler, labels: Int32Array, { seed, epoch, epochs }: Epoch): Uint32Array | null {
  if (sampler === 'instance-balanced') return null;
  const rowsByClass = [...groupRows(labels).values()];
  const probabilities = classProbabilities(sampler, rowsByClass, epochs > 1 ? epoch / (epochs - 1) : 1);
  const cumulative = probabilities.map(
    (
      (sum) => (value: number) =>
        (sum += value)
    )(0),
  );
  const random = createRandom(seed, epoch, SAMPLER_STREAM);
  const uses = new Uint32Array(labels.length);
  const draws = rowsByClass.reduce((sum, rows) => sum + rows.length, 0);
  for (let i = 0; i < draws; i++) {
    const at = random.nextFloat() * cumulative[cumulative.length - 1];
    const rows = rowsByClass[upperBound(cumulative, at)];
    uses[rows[random.nextInt(rows.length)]]++;
  }
  return uses;
}

/** Keeps the draws apart from those that order the rows. */
const SAMPLER_STREAM = 1;

function classProbabilities(sampler: Sampler, rowsByClass: number[][], progress: number): number[] {
  const share = (exponent: number) => {
    const unscaled = rowsByClass.map((rows) => rows.length ** exponent);
    const total = unscaled.reduce((a, b) => a + b, 0);
    return unscaled.map((value) => value / total);
  };
  if (sampler === 'square-root') return share(0.5);
  if (sampler === 'class-balanced') return share(0);
  const [instance, balanced] = [share(1), share(0)];
  return instance.map((p, j) => (1 - progress) * p + progress * balanced[j]);
}

/** Index of the first entry above `value`. */
function upperBound(cumulative: number[], value: number): number {
  let [low, high] = [0, cumulative.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
