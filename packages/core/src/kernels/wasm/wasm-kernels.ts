import { WASM_BINARY } from './wasm-binary.js';
import { heapOf, type WasmBackend } from './wasm-heap.js';

/** What `assembly/index.ts` exports. Pointers are byte addresses; arrays are float32, labels int32. */
export interface WasmKernels {
  readonly memory: WebAssembly.Memory;
  readonly calibrate: (
    ...args: [features: number, logits: number, theta: number, out: number, rows: number, ...sizes: KernelSizes]
  ) => void;
  readonly align: (
    ...args: [
      features: number,
      logits: number,
      theta: number,
      labels: number,
      classWeights: number,
      selection: number,
      out: number,
      scratch: number,
      start: number,
      end: number,
      ...sizes: KernelSizes,
    ]
  ) => void;
  /** Bytes of scratch that `align` needs. */
  readonly alignScratch: (classes: number, featureSize: number) => number;
  /** e^x of `length` numbers, a multiple of 4. */
  readonly exponentials: (from: number, to: number, length: number) => void;
}

export type KernelSizes = [classes: number, featureSize: number, hasConfidence: 0 | 1];

/** An instance belongs to the heap of one backend; one that is stopped and started again has another. */
const instances = new WeakMap<WasmBackend, WasmKernels>();
let compiled: WebAssembly.Module | undefined;

/** The bytes of the module. */
export function wasmBytes(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(WASM_BINARY), (character) => character.charCodeAt(0));
}

/** The kernels on the heap of a backend. */
export function wasmKernelsOf(backend: WasmBackend): WasmKernels {
  const existing = instances.get(backend);
  if (existing) return existing;
  const kernels = instantiateKernels(heapOf(backend));
  instances.set(backend, kernels);
  return kernels;
}

/** The kernels on any memory that no threads share. */
export function instantiateKernels(memory: WebAssembly.Memory): WasmKernels {
  compiled ??= new WebAssembly.Module(wasmBytes());
  const instance = new WebAssembly.Instance(compiled, { env: { memory }, align: { log: Math.log } });
  return instance.exports as WebAssembly.Exports & WasmKernels;
}
