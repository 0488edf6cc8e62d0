import { groupRows } from '../features/group-rows.js';
import { createRandom } from '../random/create-random.js';

/**
 * How rows are drawn, by the probability of their class j of n_j rows: `instance-balanced` p_j ~ n_j (each row once an
 * epoch), `square-root` p_j ~ sqrt(n_j), `class-balanced` p_j alike, `progressively-balanced` from instance-balanced
 * in the first epoch to class-balanced in the last. All but the first draw with replacement.
 */
export type Sampler = 'instance-balanced' | 'square-root' | 'class-balanced' | 'progressively-balanced';

/** One epoch of a fit. */
export interface Epoch {
  readonly seed: number;
  readonly epoch: number;
  readonly epochs: number;
}

/**
 * How often each row is used in an epoch; the counts sum to the number of valid rows. null: each row once.
 *
 * @param labels [N]; negative labels are never drawn
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
