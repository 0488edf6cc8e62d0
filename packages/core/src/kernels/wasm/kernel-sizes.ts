import type { CalibrateInputs } from '../kernel-contract.js';
import type { KernelSizes } from './wasm-kernels.js';

/** Sizes of the inputs, of images stored channel by channel in place of rows too; there is a confidence layer if theta goes on after the K biases. */
export function kernelSizes({ logits, features, theta }: CalibrateInputs): [rows: number, ...KernelSizes] {
  const [rows, classes] = logits.shape;
  return [rows, classes, features.shape[1], theta.shape[0] > 2 * classes ? 1 : 0];
}
