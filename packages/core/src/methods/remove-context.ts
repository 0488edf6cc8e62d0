import type { HeadArrays } from '../heads/head-arrays.js';
import { LEAST_NORM } from '../heads/unit-parts.js';

// K classes, D features in G equal parts.

/** The constants of a de-confounded head. */
export interface CausalForm {
  /** G, which divides D. */
  readonly parts: number;
  /** Scale of the logits. */
  readonly tau: number;
  /** Added to the length of the weights of each part. */
  readonly gamma: number;
}

/** What is removed from the logits. */
export interface Context {
  readonly form: CausalForm;
  /** How much of it; 0: nothing. */
  readonly alpha: number;
  /** [D] mean training feature; null where alpha is 0. */
  readonly mean: Float64Array | null;
}

/**
 * The total direct effect of a de-confounded head, as a head of unit features. With `v_j^g = w_j^g / (|w_j^g| + gamma)` and e^g
 * the direction of the mean training feature, the score
 * `(tau / G) sum_g (v_j^g . x^g / |x^g| - alpha cos(x^g, e^g) v_j^g . e^g)` (Tang et al., NeurIPS 2020) is
 * `sum_g u_j^g . x^g / |x^g|` with the weights `u_j^g = (tau / G) (v_j^g - alpha (v_j^g . e^g) e^g)`: part of what points along
 * the mean feature is taken out of every weight.
 *
 * @param head weight [K, D] as it was trained
 */
export function removeContext(
  head: { readonly classes: number; readonly featureSize: number; readonly weight: Float64Array },
  { form, alpha, mean }: Context,
): HeadArrays {
  const { classes, featureSize, weight } = head;
  const { parts, tau, gamma } = form;
  const size = featureSize / parts;
  const folded = new Float32Array(weight.length);
  for (let start = 0; start < weight.length; start += size) {
    const w = weight.subarray(start, start + size);
    const first = start % featureSize;
    const e = mean ? directionOf(mean.subarray(first, first + size)) : new Float64Array(size);
    const factor = tau / parts / (lengthOf(w) + gamma);
    const along = alpha * dot(w, e);
    for (let d = 0; d < size; d++) folded[start + d] = factor * (w[d] - along * e[d]);
  }
  return { classes, featureSize, weight: folded, bias: null, unitParts: parts };
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);
const lengthOf = (a: Float64Array) => Math.sqrt(dot(a, a));

function directionOf(vector: Float64Array): Float64Array {
  const length = Math.max(lengthOf(vector), LEAST_NORM);
  return vector.map((value) => value / length);
}
