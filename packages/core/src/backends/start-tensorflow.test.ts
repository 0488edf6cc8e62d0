import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { importInNode } from './import-in-node.js';
import type { startTensorflow } from './start-tensorflow.js';

vi.mock('./import-in-node.js', () => ({ importInNode: vi.fn() }));

// Neither package need be here: these stand in for them. Both call their backend 'tensorflow', and register it at their first
// import only.
class FakeTensorflow extends tf.KernelBackend {
  readonly binding = { TF_Version: '2.9.1' };
  readonly isGPUPackage: boolean;
  readonly isUsingGpuDevice: boolean;
  constructor(isGPUPackage: boolean, isUsingGpuDevice: boolean) {
    super();
    this.isGPUPackage = isGPUPackage;
    this.isUsingGpuDevice = isUsingGpuDevice;
  }
  override dispose(): void {
    // Holds nothing.
  }
}

const imports = vi.mocked(importInNode);
const helper = 'isNullOrUndefined';
const util: object = process.getBuiltinModule('node:util');

function letImport({ cuda = false, atImport = () => {} } = {}): void {
  const imported = new Set<string>();
  imports.mockReset().mockImplementation(async (name) => {
    atImport();
    const isGpu = name.endsWith('-gpu');
    if (!imported.has(name)) tf.registerBackend('tensorflow', () => new FakeTensorflow(isGpu, isGpu && cuda), 3);
    imported.add(name);
    return {};
  });
}

describe('startTensorflow', () => {
  let start: typeof startTensorflow;
  beforeEach(async () => {
    // What was imported before is forgotten.
    vi.resetModules();
    start = (await import('./start-tensorflow.js')).startTensorflow;
  });
  afterEach(() => {
    if ('tensorflow' in tf.engine().registryFactory) tf.removeBackend('tensorflow');
  });

  it('starts libtensorflow on the processor or on a CUDA device', async () => {
    letImport({ cuda: true });
    const node = await start('node');
    expect(node.device).toBe('processor, libtensorflow 2.9.1');
    expect(tf.getBackend()).toBe('tensorflow');
    await node.stop();
    expect((await start('node-gpu')).device).toBe('CUDA device, libtensorflow 2.9.1');
    expect(imports.mock.calls).toEqual([['@tensorflow/tfjs-node'], ['@tensorflow/tfjs-node-gpu']]);
  });

  it('does not start node-gpu without a CUDA device, and leaves nothing running', async () => {
    letImport();
    await expect(start('node-gpu')).rejects.toThrow(/^libtensorflow 2\.9\.1 finds no CUDA device \(it takes .+\)$/);
    expect(tf.engine().registry).not.toHaveProperty('tensorflow');
  });

  it('starts again what was stopped, each package as itself, though it registers itself but once', async () => {
    letImport({ cuda: true });
    for (const name of ['node', 'node-gpu', 'node', 'node-gpu'] as const) {
      const { device, stop } = await start(name);
      expect(device).toContain(name === 'node' ? 'processor' : 'CUDA');
      await stop();
    }
    expect(imports).toHaveBeenCalledTimes(2);
  });

  it('takes a backend that runs already as it is, and refuses the other of the same name', async () => {
    letImport();
    tf.registerBackend('tensorflow', () => new FakeTensorflow(false, false), 3);
    await tf.setBackend('tensorflow');
    const running = tf.backend();
    expect((await start('node')).device).toBe('processor, libtensorflow 2.9.1');
    expect(tf.backend()).toBe(running);
    await expect(start('node-gpu')).rejects.toThrow(
      new Error("node runs as 'tensorflow', which node-gpu is called too: stop it first"),
    );
    expect(imports).not.toHaveBeenCalled();
  });

  it('refuses a backend of that name that is neither', async () => {
    letImport();
    tf.registerBackend('tensorflow', () => new FakeForeign(), 3);
    await tf.setBackend('tensorflow');
    await expect(start('node')).rejects.toThrow(
      new Error("the backend 'tensorflow' is neither of @tensorflow/tfjs-node-gpu, @tensorflow/tfjs-node"),
    );
  });

  it('says so when the package was loaded before and its backend removed', async () => {
    imports.mockReset().mockResolvedValue({});
    await expect(start('node')).rejects.toThrow(
      new Error('@tensorflow/tfjs-node was loaded before and its backend removed'),
    );
  });

  it('keeps libtensorflow quiet while it loads, and the environment as it was', async () => {
    let level: string | undefined;
    letImport({ atImport: () => (level = process.env.TF_CPP_MIN_LOG_LEVEL) });
    vi.stubEnv('TF_CPP_MIN_LOG_LEVEL', undefined);
    await start('node');
    expect(level).toBe('2');
    expect(process.env.TF_CPP_MIN_LOG_LEVEL).toBeUndefined();
    vi.unstubAllEnvs();
  });

  it('gives the package the helpers that Node 23 removed, before it loads', async () => {
    const before = Object.getOwnPropertyDescriptor(util, helper);
    let isThere = false;
    letImport({ atImport: () => (isThere = helper in util) });
    Reflect.deleteProperty(util, helper);
    expect(helper in util).toBe(false);
    await start('node');
    expect(isThere).toBe(true);
    if (before) Object.defineProperty(util, helper, before);
  });
});

class FakeForeign extends tf.KernelBackend {
  override dispose(): void {
    // Holds nothing.
  }
}
