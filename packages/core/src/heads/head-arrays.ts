import type { LinearHeadArrays } from './linear-logits-on-host.js';

// K classes, D features.

/**
 * A classifier head as host arrays: `z_j = w_j . x + b_j`, of the features as they are (a linear head), or of features whose
 * equal parts are each brought to length 1 first (a cosine head has one such part, and its weights hold its scale).
 */
export interface HeadArrays extends LinearHeadArrays {
  /** null: features as they are. G: each of G equal parts of the features is divided by its own length first. */
  readonly unitParts: number | null;
}
