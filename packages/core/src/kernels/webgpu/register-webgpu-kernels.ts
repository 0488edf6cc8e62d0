import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import {
  ALIGN_KERNEL,
  ALIGN_SUMS,
  type AlignInputs,
  CALIBRATE_KERNEL,
  type CalibrateInputs,
} from '../kernel-contract.js';
import { alignBlocksProgram } from './align-blocks-program.js';
import { blockSizes, blockValues } from './block-sizes.js';
import { calibrateProgram } from './calibrate-program.js';
import { kernelSizes, sizeValues } from './kernel-sizes.js';
import { totalSumsProgram } from './total-sums-program.js';

type ProgramRunner = Pick<WebGPUBackend, 'disposeData' | 'makeTensorInfo' | 'runWebGPUProgram'>;
type Kernel<Inputs> = (inputs: Inputs, backend: ProgramRunner) => tf.TensorInfo;

/** Registers the fused kernels for TensorFlow.js' webgpu backend, once; no matter whether it runs. */
export function registerWebgpuKernels(): void {
  register(CALIBRATE_KERNEL, calibrate);
  register(ALIGN_KERNEL, align);
}

function register<Inputs>(kernelName: string, kernel: Kernel<Inputs>): void {
  if (tf.getKernel(kernelName, 'webgpu') !== undefined) return;
  tf.registerKernel({
    kernelName,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, backend }) => kernel(inputs as Inputs, backend as ProgramRunner),
  });
}

function calibrate(inputs: CalibrateInputs, backend: ProgramRunner): tf.TensorInfo {
  const { logits, features, theta } = inputs;
  const sizes = kernelSizes(inputs);
  const read = sizes.featureSize > 0 ? [logits, theta, features] : [logits, theta];
  return backend.runWebGPUProgram(calibrateProgram(sizes), read, 'float32', sizeValues(sizes));
}

function align(inputs: AlignInputs, backend: ProgramRunner): tf.TensorInfo {
  const { logits, features, theta, labels, classWeights, selection } = inputs;
  const sizes = kernelSizes(inputs, selection.shape[0]);
  if (sizes.rows === 0) {
    const size = sizes.parameters + ALIGN_SUMS;
    return backend.makeTensorInfo([size], 'float32', new Float32Array(size));
  }
  const blocks = blockSizes(sizes);
  const values = blockValues(sizes, blocks);
  const read = [logits, theta, labels, selection, classWeights, ...(sizes.featureSize > 0 ? [features] : [])];
  const sums = backend.runWebGPUProgram(alignBlocksProgram(sizes, blocks), read, 'float32', values);
  const totals = backend.runWebGPUProgram(totalSumsProgram(sizes), [sums], 'float32', values);
  // TensorFlow.js neither sees nor frees what a kernel makes on the way.
  backend.disposeData(sums.dataId);
  return totals;
}
