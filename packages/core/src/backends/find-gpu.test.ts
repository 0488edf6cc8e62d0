import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findGpu } from './find-gpu.js';

describe('findGpu', () => {
  afterEach(() => {
    tf.env().set('IS_NODE', true);
    vi.unstubAllGlobals();
  });

  it("takes a browser's own", async () => {
    tf.env().set('IS_NODE', false);
    const gpu = {};
    vi.stubGlobal('navigator', { gpu });
    expect(await findGpu()).toBe(gpu);
  });

  it('says so where a browser has none, or nothing is there', async () => {
    tf.env().set('IS_NODE', false);
    for (const navigator of [{}, undefined]) {
      vi.stubGlobal('navigator', navigator);
      await expect(findGpu()).rejects.toThrow(new Error('this browser has no WebGPU'));
    }
  });

  it('makes one in Node, once, with the constants that go with it', async () => {
    const gpu = await findGpu();
    expect(gpu).toHaveProperty('requestAdapter');
    expect(await findGpu()).toBe(gpu);
    expect(globalThis).toHaveProperty('GPUBufferUsage.STORAGE');
  });
});
