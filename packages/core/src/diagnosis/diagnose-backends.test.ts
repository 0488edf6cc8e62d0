import { absentEnvironments } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { backendNames } from '../backends/backend-name.js';
import { startBackend } from '../backends/start-backend.js';
import { diagnoseBackends } from './diagnose-backends.js';

const options = { allowSoftwareAdapter: true, seconds: 0.1 };

describe('diagnoseBackends', () => {
  it('measures what starts, says why the others do not, and leaves nothing running', async () => {
    const backends = await diagnoseBackends(options);
    expect(backends.map(({ name }) => name)).toEqual([...backendNames]);
    const fused = { wasm: true, webgpu: true, cpu: false, node: false };
    const absent = absentEnvironments();
    for (const name of ['wasm', 'webgpu', 'cpu', 'node'] as const) {
      const backend = backends.find((other) => other.name === name);
      if (name in absent) continue;
      expect(backend).toMatchObject({
        starts: true,
        speed: { kernel: fused[name] ? 'fused' : 'composed', isCorrect: true },
      });
      if (!backend?.starts) throw new Error(`${name} does not start`);
      const { sizes, milliseconds, runs, rowsPerSecond, error } = backend.speed;
      expect([512, 32]).toContain(sizes[0]);
      expect(rowsPerSecond).toBeCloseTo((1000 * sizes[0]) / milliseconds);
      expect(runs).toBeGreaterThanOrEqual(2);
      expect(error).toBeGreaterThan(0);
    }
    for (const backend of backends) if (!backend.starts) expect(backend.reason).toMatch(/./);
    expect(Object.keys(tf.engine().registry)).toEqual([]);
  });

  it('leaves a backend that runs active, and no tensor behind', async () => {
    const { stop } = await startBackend('cpu');
    const tensor = tf.tensor1d([1, 2]);
    const before = tf.memory().numTensors;
    await diagnoseBackends(options);
    expect(tf.memory().numTensors).toBe(before);
    expect(tf.getBackend()).toBe('cpu');
    expect(await tensor.data()).toEqual(Float32Array.of(1, 2));
    tensor.dispose();
    await stop();
  });

  it('names a backend that starts and cannot compute', async () => {
    // A kernel of that name that fails: what is registered for a backend runs on it.
    const kernelName = 'DisAlignAlign';
    tf.registerKernel({
      kernelName,
      backendName: 'cpu',
      kernelFunc: () => {
        throw new Error('no such luck');
      },
    });
    const backends = await diagnoseBackends(options).finally(() => tf.unregisterKernel(kernelName, 'cpu'));
    const reason = 'starts, but cannot compute: no such luck';
    expect(backends.at(-1)).toEqual({ name: 'cpu', starts: false, reason });
  });

  it.each([0, -1, NaN, Infinity])('refuses %s seconds', async (seconds) => {
    await expect(diagnoseBackends({ seconds })).rejects.toThrow(
      `diagnoseBackends: \`seconds\` must be a positive number, got ${seconds}`,
    );
  });
});
