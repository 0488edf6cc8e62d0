import * as tf from '@tensorflow/tfjs';
import type { BackendName } from './backend-name.js';
import type { BackendStarter, RunningBackend, StartBackendOptions } from './backend-starter.js';
import { startCpu } from './start-cpu.js';
import { startTensorflow } from './start-tensorflow.js';
import { startWasm } from './start-wasm.js';
import { startWebgpu } from './start-webgpu.js';

const starters: Readonly<Record<BackendName, BackendStarter>> = {
  'node-gpu': () => startTensorflow('node-gpu'),
  webgpu: startWebgpu,
  wasm: startWasm,
  node: () => startTensorflow('node'),
  cpu: startCpu,
};

/** Starts this backend or rejects with the reason; then the backend that was active before still is. */
export async function startOne(name: BackendName, options: StartBackendOptions): Promise<RunningBackend> {
  const before = tf.getBackend();
  try {
    return await starters[name](options);
  } catch (error) {
    if (before && tf.getBackend() !== before) await tf.setBackend(before);
    throw error;
  }
}
