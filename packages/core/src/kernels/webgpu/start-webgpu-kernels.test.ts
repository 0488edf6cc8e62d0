import { absentEnvironments } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { startBackend } from '../../backends/start-backend.js';
import { ALIGN_KERNEL, CALIBRATE_KERNEL } from '../kernel-contract.js';

it.skipIf('webgpu' in absentEnvironments())(
  'webgpu starts with the fused kernels, again too, and not before',
  async () => {
    const kernels = () => [CALIBRATE_KERNEL, ALIGN_KERNEL].map((name) => tf.getKernel(name, 'webgpu')?.kernelName);
    expect(kernels()).toEqual([undefined, undefined]);
    const { stop } = await startBackend('webgpu', { allowSoftwareAdapter: true });
    expect(kernels()).toEqual([CALIBRATE_KERNEL, ALIGN_KERNEL]);
    await stop();
    await (await startBackend('webgpu', { allowSoftwareAdapter: true })).stop();
    expect(kernels()).toEqual([CALIBRATE_KERNEL, ALIGN_KERNEL]);
  },
);
