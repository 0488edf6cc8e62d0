import * as tf from '@tensorflow/tfjs';
import {
  ALIGN_KERNEL,
  type AlignInputs,
  CALIBRATE_KERNEL,
  CALIBRATE_PLANES_KERNEL,
  type CalibrateInputs,
  COLUMN_PRODUCT_KERNEL,
  type ProductInputs,
  ROW_PRODUCT_KERNEL,
} from '../kernel-contract.js';
import { registerProductGradients } from '../run-product.js';
import { alignOnWasm } from './align-on-wasm.js';
import { chooseArithmetic } from './backend-kernels.js';
import { calibratePlanesOnWasm } from './calibrate-planes-on-wasm.js';
import { calibrateOnWasm } from './calibrate-on-wasm.js';
import { multiplyColumnsOnWasm, multiplyRowsOnWasm } from './multiply-on-wasm.js';
import type { WasmBackend } from './wasm-heap.js';
import { availableArithmetic } from './wasm-kernels.js';

/**
 * Gives the fused kernels to TensorFlow.js' wasm backend, whether threads share its heap or not; again is no harm. Where the
 * engine has no SIMD, the composed ops stay.
 */
export function registerWasmKernels({ deterministic = false } = {}): void {
  const arithmetic = availableArithmetic({ deterministic });
  if (arithmetic === null) return;
  chooseArithmetic(arithmetic);
  register(CALIBRATE_KERNEL, ({ logits, features, theta }, backend) =>
    calibrateOnWasm({ logits, features, theta } as CalibrateInputs, backend),
  );
  register(CALIBRATE_PLANES_KERNEL, ({ logits, features, theta }, backend) =>
    calibratePlanesOnWasm({ logits, features, theta } as CalibrateInputs, backend),
  );
  register(ALIGN_KERNEL, ({ logits, features, theta, labels, classWeights, selection }, backend) =>
    alignOnWasm({ logits, features, theta, labels, classWeights, selection } as AlignInputs, backend),
  );
  register(ROW_PRODUCT_KERNEL, ({ a, b }, backend) => multiplyRowsOnWasm({ a, b } as ProductInputs, backend));
  register(COLUMN_PRODUCT_KERNEL, ({ a, b }, backend) => multiplyColumnsOnWasm({ a, b } as ProductInputs, backend));
  registerProductGradients();
}

function register(
  kernelName: string,
  run: (inputs: tf.NamedTensorInfoMap, backend: WasmBackend) => tf.TensorInfo,
): void {
  if (tf.getKernel(kernelName, 'wasm')) return;
  tf.registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, backend }) => run(inputs, backend as WasmBackend),
  });
}
