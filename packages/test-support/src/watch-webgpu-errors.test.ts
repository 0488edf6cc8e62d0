import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { presentBackends } from './present-environments.js';
import { startTestBackend } from './start-test-backend.js';
import { watchWebgpuErrors } from './watch-webgpu-errors.js';

// Without an adapter there is nothing to watch; report-absent says so.
describe.runIf(presentBackends().includes('webgpu'))('watchWebgpuErrors', () => {
  it('hands out, once, what the device reports in the background', async () => {
    await startTestBackend('webgpu');
    const { collect, end } = watchWebgpuErrors();
    expect(await tf.scalar(3).square().data()).toEqual(new Float32Array([9]));
    expect(await collect()).toEqual([]);
    const backend: object = tf.backend();
    if ('device' in backend && backend.device instanceof GPUDevice)
      backend.device.createShaderModule({ code: 'no shader' });
    expect(await collect()).toHaveLength(1);
    expect(await collect()).toEqual([]);
    end();
  });
});
