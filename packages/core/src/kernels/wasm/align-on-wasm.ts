import type * as tf from '@tensorflow/tfjs';
import { ALIGN_KERNEL, ALIGN_SUMS, type AlignInputs } from '../kernel-contract.js';
import { backendKernels } from './backend-kernels.js';
import { kernelSizes } from './kernel-sizes.js';
import { heapOf, makeOutput, pointerOf, type WasmBackend, withScratch } from './wasm-heap.js';

/**
 * Loss and gradients on the wasm heap: float32 [theta's size + 4].
 *
 * @throws RangeError if a label of the batch is not below K: it would be an address outside the row
 */
export function alignOnWasm(inputs: AlignInputs, backend: WasmBackend): tf.TensorInfo {
  const { features, logits, theta, labels, classWeights, selection } = inputs;
  const { align, alignScratch } = backendKernels(backend);
  const [rows, ...sizes] = kernelSizes(inputs);
  const [classes, featureSize] = sizes;
  const [x, z, parameters, y, weights, batch] = [features, logits, theta, labels, classWeights, selection].map(
    (tensor) => pointerOf(backend, tensor),
  );
  const { buffer } = heapOf(backend);
  checkLabels(new Int32Array(buffer, y, rows), new Int32Array(buffer, batch, selection.shape[0]), classes);
  return withScratch(backend, alignScratch(classes, featureSize), (scratch) => {
    const out = makeOutput(backend, [theta.shape[0] + ALIGN_SUMS]);
    align(x, z, parameters, y, weights, batch, pointerOf(backend, out), scratch, selection.shape[0], ...sizes);
    return out;
  });
}

function checkLabels(labels: Int32Array, selection: Int32Array, classes: number): void {
  const bad = selection.find((row) => labels[row] >= classes);
  if (bad === undefined) return;
  throw new RangeError(`${ALIGN_KERNEL}: \`labels[${bad}]\` must be below ${classes}, got ${labels[bad]}`);
}
