import * as tf from '@tensorflow/tfjs';
import type { TestBackend } from './present-environments.js';

const tfNames = { cpu: 'cpu', wasm: 'wasm', webgpu: 'webgpu', node: 'tensorflow' } as const;

/** Makes a backend TensorFlow.js' active one; starts it if this worker has not done so yet. */
export async function startTestBackend(backend: TestBackend): Promise<void> {
  // Keeps TensorFlow.js' log, and its advertisement of tfjs-node, out of the report. Not IS_TEST: that takes every tensor
  // saved for a gradient on wasm for a leak.
  tf.env().set('PROD', true);
  if (backend === 'wasm') await import('@tensorflow/tfjs-backend-wasm');
  if (backend === 'webgpu' && !('webgpu' in tf.engine().registry)) await registerWebgpu();
  if (backend === 'node') await importTensorflow();
  await tf.setBackend(tfNames[backend]);
  if (tf.getBackend() !== tfNames[backend]) throw new Error(`${backend} does not start`);
}

async function importTensorflow(): Promise<void> {
  // libtensorflow reads it when it is loaded, and would greet on stderr.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  // Node 23 removed two helpers that tfjs-node calls.
  const helpers = {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  };
  const util: object = process.getBuiltinModule('node:util');
  for (const [name, helper] of Object.entries(helpers)) if (!(name in util)) Object.assign(util, { [name]: helper });
  // A variable keeps the compiler from looking for a package that need not be there.
  const name = '@tensorflow/tfjs-node';
  await import(name);
}

// Dawn crashes if its GPU object is collected while in use.
let dawn: GPU | undefined;

async function registerWebgpu(): Promise<void> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  dawn ??= create([]);
  // The backend looks for it there.
  Object.defineProperty(globalThis, 'navigator', { value: { gpu: dawn }, configurable: true });
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  const adapter = await dawn.requestAdapter();
  if (adapter === null) throw new Error('webgpu does not start: no adapter');
  // No limit above the guaranteed ones is asked for: what passes here runs on every adapter.
  const device = await adapter.requestDevice();
  const backend = new WebGPUBackend(device, adapter.info);
  if ('webgpu' in tf.engine().registryFactory) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => backend);
}
