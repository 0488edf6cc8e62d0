import type * as tf from '@tensorflow/tfjs';
import { ALIGN_KERNEL, ALIGN_SUMS, type AlignInputs } from '../kernel-contract.js';
import { backendKernels } from './backend-kernels.js';
import { kernelSizes } from './kernel-sizes.js';
import { heapOf, makeOutput, pointerOf, type WasmBackend, withScratch } from './wasm-heap.js';

/**
 * Loss and gradients on the wasm heap: float32 [theta's size + 4].
 *
 * @throws RangeError if a label is not below K: it would be an address outside the row
 */
export function alignOnWasm(inputs: AlignInputs, backend: WasmBackend): tf.TensorInfo {
  const { features, logits, theta, labels, classWeights, selection } = inputs;
  const { align, alignScratch } = backendKernels(backend);
  const [rows, ...sizes] = kernelSizes(inputs);
  const [classes, featureSize] = sizes;
  const [x, z, parameters, y, weights, batch] = [features, logits, theta, labels, classWeights, selection].map(
    (tensor) => pointerOf(backend, tensor),
  );
  checkLabels(new Int32Array(heapOf(backend).buffer, y, rows), classes);
  return withScratch(backend, alignScratch(classes, featureSize), (scratch) => {
    const out = makeOutput(backend, [theta.shape[0] + ALIGN_SUMS]);
    align(x, z, parameters, y, weights, batch, pointerOf(backend, out), scratch, selection.shape[0], ...sizes);
    return out;
  });
}

function checkLabels(labels: Int32Array, classes: number): void {
  const bad = labels.findIndex((label) => label >= classes);
  if (bad < 0) return;
  throw new RangeError(`${ALIGN_KERNEL}: \`labels[${bad}]\` must be below ${classes}, got ${labels[bad]}`);
}
