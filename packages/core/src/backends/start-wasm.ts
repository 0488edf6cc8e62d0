import * as tf from '@tensorflow/tfjs';
import { activateBackend } from './activate-backend.js';
import { registerWasmKernels } from '../kernels/wasm/register-wasm-kernels.js';
import type { RunningBackend, StartBackendOptions } from './backend-starter.js';
import { importOptional } from './import-optional.js';
import { stopBackend } from './stop-backend.js';

export async function startWasm({ wasmPaths, deterministic }: StartBackendOptions): Promise<RunningBackend> {
  const wasm = await importOptional('@tensorflow/tfjs-backend-wasm', () => import('@tensorflow/tfjs-backend-wasm'));
  const isRunning = 'wasm' in tf.engine().registry;
  if (wasmPaths !== undefined && !isRunning) {
    wasm.setWasmPaths(typeof wasmPaths === 'string' ? wasmPaths : { ...wasmPaths });
  }
  await activateBackend('wasm');
  registerWasmKernels({ deterministic });
  return { device: await describe(wasm.getThreadsCount), stop: async () => stopBackend('wasm') };
}

async function describe(threadsCount: () => number): Promise<string> {
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  const threaded = await tf.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT');
  const threads = threaded ? threadsCount() : 1;
  return `WebAssembly${simd ? ' with SIMD' : ''}, ${threads} thread${threads === 1 ? '' : 's'}`;
}
