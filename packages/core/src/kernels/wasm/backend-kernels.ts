import { heapOf, type WasmBackend } from './wasm-heap.js';
import { instantiateKernels, type KernelArithmetic, type WasmKernels } from './wasm-kernels.js';

/** An instance belongs to the heap of one backend; one that is stopped and started again has another. */
const instances = new WeakMap<WasmBackend, { arithmetic: KernelArithmetic; kernels: WasmKernels }>();
let chosen: KernelArithmetic = 'strict';

/** Chooses how the kernels round on every heap from now on. */
export function chooseArithmetic(arithmetic: KernelArithmetic): void {
  chosen = arithmetic;
}

/** The kernels on the heap of a backend. */
export function backendKernels(backend: WasmBackend): WasmKernels {
  const existing = instances.get(backend);
  if (existing?.arithmetic === chosen) return existing.kernels;
  const kernels = instantiateKernels(heapOf(backend), chosen);
  instances.set(backend, { arithmetic: chosen, kernels });
  return kernels;
}
