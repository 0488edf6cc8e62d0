import type * as tf from '@tensorflow/tfjs';
import type { CalibratePlanesInputs } from '../kernel-contract.js';
import { backendKernels } from './backend-kernels.js';
import { makeOutput, pointerOf, type WasmBackend } from './wasm-heap.js';

/** The forward pass over images stored channel by channel, on the wasm heap: float32 [B, K, P]. */
export function calibratePlanesOnWasm(
  { logits, features, theta }: CalibratePlanesInputs,
  backend: WasmBackend,
): tf.TensorInfo {
  const { calibratePlanes } = backendKernels(backend);
  const [x, z, parameters] = [features, logits, theta].map((tensor) => pointerOf(backend, tensor));
  const [images, classes, pixels] = logits.shape;
  const featureSize = features.shape[1];
  const hasConfidence = theta.shape[0] > 2 * classes ? 1 : 0;
  const out = makeOutput(backend, logits.shape);
  const to = pointerOf(backend, out);
  for (let image = 0; image < images; image++) {
    const at = (channels: number) => 4 * image * channels * pixels;
    const places = [x + at(featureSize), z + at(classes), parameters, to + at(classes)] as const;
    calibratePlanes(...places, pixels, classes, featureSize, hasConfidence);
  }
  return out;
}
