import type * as tf from '@tensorflow/tfjs';
import { alignComposed, type AlignTensors } from './align-composed.js';
import { ALIGN_KERNEL } from './kernel-contract.js';
import { runIfRegistered } from './run-if-registered.js';

/**
 * Alignment loss and its gradient by theta in one pass: the fused kernel where the active backend has it, else its twin.
 *
 * @returns float32 [theta's size + 4]: gradient by theta; sums over valid rows of weighted loss, weight, count and confidence
 */
export function runAlign(inputs: AlignTensors): tf.Tensor1D {
  return (runIfRegistered(ALIGN_KERNEL, () => inputs) as tf.Tensor1D | null) ?? alignComposed(inputs);
}
