import type * as tf from '@tensorflow/tfjs';

/** What our kernels use of TensorFlow.js' wasm backend (4.22.0). */
export interface WasmBackend {
  readonly wasm: {
    /** Its heap is here, unless threads share it. */
    readonly asm?: { readonly memory?: WebAssembly.Memory };
    /** Its heap where threads share it: on a page that is isolated from other origins. */
    readonly wasmMemory?: WebAssembly.Memory;
    readonly _malloc: (bytes: number) => number;
    readonly _free: (pointer: number) => void;
  };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  makeOutput(shape: number[], dtype: 'float32'): tf.TensorInfo;
  disposeData(dataId: object): boolean;
}

/** The memory of a backend. @throws Error if it is not where 4.22.0 has it */
export function heapOf({ wasm }: Pick<WasmBackend, 'wasm'>): WebAssembly.Memory {
  const memory = wasm.wasmMemory ?? wasm.asm?.memory;
  if (!memory) throw new Error('wasm: the heap is not where TensorFlow.js 4.22.0 has it: install that version');
  return memory;
}

/**
 * Where a tensor lies on the heap, in bytes.
 *
 * @throws Error if it has no memory: at the end of its 4 GiB the backend goes on with tensors at address 0
 */
export function pointerOf(backend: WasmBackend, tensor: tf.TensorInfo): number {
  const { memoryOffset } = backend.dataIdMap.get(tensor.dataId);
  if (memoryOffset === 0 && tensor.shape.every((size) => size > 0)) throw outOfMemory();
  return memoryOffset;
}

/** A float32 tensor to be filled. @throws Error if there is no memory for it */
export function makeOutput(backend: WasmBackend, shape: number[]): tf.TensorInfo {
  const output = backend.makeOutput(shape, 'float32');
  try {
    pointerOf(backend, output);
    return output;
  } catch (error) {
    backend.disposeData(output.dataId);
    throw error;
  }
}

/** Lends memory on the heap for as long as `run` takes. @throws Error if there is none */
export function withScratch<T>(backend: WasmBackend, bytes: number, run: (pointer: number) => T): T {
  const pointer = backend.wasm._malloc(bytes) >>> 0;
  if (pointer === 0) throw outOfMemory();
  try {
    return run(pointer);
  } finally {
    backend.wasm._free(pointer);
  }
}

function outOfMemory(): Error {
  return new Error(
    'wasm: out of memory: the 4 GiB of the WebAssembly heap are full; dispose tensors, or take smaller batches',
  );
}
