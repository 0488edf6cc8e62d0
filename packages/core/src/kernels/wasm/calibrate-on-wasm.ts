import type * as tf from '@tensorflow/tfjs';
import type { CalibrateInputs } from '../kernel-contract.js';
import { backendKernels } from './backend-kernels.js';
import { kernelSizes } from './kernel-sizes.js';
import { makeOutput, pointerOf, type WasmBackend } from './wasm-heap.js';

/** The forward pass on the wasm heap: float32 [N, K]. */
export function calibrateOnWasm(inputs: CalibrateInputs, backend: WasmBackend): tf.TensorInfo {
  const { features, logits, theta } = inputs;
  const { calibrate } = backendKernels(backend);
  const [x, z, parameters] = [features, logits, theta].map((tensor) => pointerOf(backend, tensor));
  const out = makeOutput(backend, logits.shape);
  calibrate(x, z, parameters, pointerOf(backend, out), ...kernelSizes(inputs));
  return out;
}
