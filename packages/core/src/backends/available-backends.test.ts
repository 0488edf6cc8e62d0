import { absentEnvironments } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { availableBackends } from './available-backends.js';
import { backendNames } from './backend-name.js';
import { startBackend } from './start-backend.js';

const allowSoftwareAdapter = true;

describe('availableBackends', () => {
  it('says of each, in the order of auto, on which device it starts or why it does not; none runs afterwards', async () => {
    const backends = await availableBackends({ allowSoftwareAdapter });
    expect(backends.map(({ name }) => name)).toEqual([...backendNames]);
    for (const backend of backends) {
      expect(backend.starts ? backend.device : backend.reason).toMatch(/./);
    }
    const starting = backends.filter(({ starts }) => starts).map(({ name }) => name);
    const absent = absentEnvironments();
    for (const name of ['cpu', 'wasm', 'webgpu', 'node'] as const) {
      if (!(name in absent)) expect(starting).toContain(name);
    }
    expect(Object.keys(tf.engine().registry)).toEqual([]);
  });

  it('leaves a backend that runs active, with its tensors', async () => {
    const { stop } = await startBackend('cpu');
    const tensor = tf.tensor1d([1, 2]);
    const backends = await availableBackends({ allowSoftwareAdapter });
    expect(backends).toContainEqual({ name: 'cpu', starts: true, device: 'plain JavaScript' });
    expect(tf.getBackend()).toBe('cpu');
    expect(Object.keys(tf.engine().registry)).toEqual(['cpu']);
    expect(await tensor.data()).toEqual(Float32Array.of(1, 2));
    tensor.dispose();
    await stop();
  });

  it('agrees with what auto then takes', async () => {
    const backends = await availableBackends();
    const started = await startBackend('auto');
    const first = backends.find(({ starts }) => starts);
    expect(first).toMatchObject({ name: started.name, device: started.device });
    const before = backends.slice(0, backendNames.indexOf(started.name));
    expect(started.unavailable).toEqual(
      before.map((backend) => ({ name: backend.name, reason: backend.starts ? '' : backend.reason })),
    );
    await started.stop();
  });
});
