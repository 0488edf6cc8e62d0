import type * as tf from '@tensorflow/tfjs';
import type { CalibratePlanesInputs } from '../kernel-contract.js';
import { backendKernels } from './backend-kernels.js';
import { kernelSizes } from './kernel-sizes.js';
import { makeOutput, pointerOf, type WasmBackend } from './wasm-heap.js';

/** The forward pass over images stored channel by channel, on the wasm heap: float32 [B, K, P]. */
export function calibratePlanesOnWasm(inputs: CalibratePlanesInputs, backend: WasmBackend): tf.TensorInfo {
  const { logits, features, theta } = inputs;
  const { calibratePlanes } = backendKernels(backend);
  const [x, z, parameters] = [features, logits, theta].map((tensor) => pointerOf(backend, tensor));
  const [images, ...sizes] = kernelSizes(inputs);
  const [classes, featureSize] = sizes;
  const pixels = logits.shape[2];
  const out = makeOutput(backend, logits.shape);
  const to = pointerOf(backend, out);
  for (let image = 0; image < images; image++) {
    const at = (channels: number) => 4 * image * channels * pixels;
    calibratePlanes(x + at(featureSize), z + at(classes), parameters, to + at(classes), pixels, ...sizes);
  }
  return out;
}
