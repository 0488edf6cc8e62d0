import { WASM_BINARIES } from './wasm-binary.js';

/**
 * How the kernels round: `strict`, the same on every machine; `relaxed`, with fused multiply-add where the processor has it,
 * which is faster and differs in the last digits.
 */
export type KernelArithmetic = 'strict' | 'relaxed';

/** What `assembly/index.ts` exports. Pointers are byte addresses; arrays are float32, labels and selections int32. */
export interface WasmKernels {
  readonly calibrate: (
    ...args: [features: number, logits: number, theta: number, out: number, rows: number, ...sizes: KernelSizes]
  ) => void;
  /** Of one image that is stored channel by channel. */
  readonly calibratePlanes: (
    ...args: [features: number, logits: number, theta: number, out: number, pixels: number, ...sizes: KernelSizes]
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
      rows: number,
      ...sizes: KernelSizes,
    ]
  ) => void;
  /** Bytes of scratch that `align` needs. */
  readonly alignScratch: (classes: number, featureSize: number) => number;
  /** The inner products of the vectors of two matrices, see `assembly/multiply.ts`. */
  readonly multiply: (
    ...args: [
      ...a: [pointer: number, vectorBytes: number, depthBytes: number],
      ...b: [pointer: number, vectorBytes: number, depthBytes: number],
      out: number,
      scratch: number,
      rows: number,
      columns: number,
      depth: number,
    ]
  ) => void;
  /** Bytes of scratch that `multiply` needs. */
  readonly multiplyScratch: () => number;
  /** See `assembly/statistics.ts`. */
  readonly sumAround: (
    ...args: [
      features: number,
      labels: number,
      pivot: number,
      sums: number,
      squares: number,
      rows: number,
      featureSize: number,
    ]
  ) => void;
  /** Whether no number is NaN or infinite, as 1 or 0. */
  readonly allFinite: (values: number, count: number) => number;
  /** Rows whose label has the largest score, and no class before it one as large. */
  readonly countRight: (logits: number, labels: number, rows: number, classes: number) => number;
  /** e^x of `length` numbers, a multiple of 4. */
  readonly exponentials: (from: number, to: number, length: number) => void;
  /** Has the batch of a queue computed, see `assembly/queue.ts`. */
  readonly lead: (queue: number) => void;
  /** Helps with the batches of a queue until it has ended; blocks its thread. */
  readonly follow: (queue: number, thread: number) => void;
  /** Bytes of scratch that a thread of a queue needs. */
  readonly blockScratch: (classes: number) => number;
  /** Bytes of the sums of a block. */
  readonly sumBytes: (classes: number, featureSize: number) => number;
  /** Bytes of the parameters of a task. */
  readonly parameterBytes: (classes: number, featureSize: number) => number;
}

export type KernelSizes = [classes: number, featureSize: number, hasConfidence: 0 | 1];

/** The bytes of a module. */
export function wasmBytes(arithmetic: KernelArithmetic, memory: 'own' | 'shared'): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(WASM_BINARIES[arithmetic][memory]), (character) => character.charCodeAt(0));
}

/** What this engine can run: relaxed where it may, else strict, or null if it has no SIMD. */
export function availableArithmetic({ deterministic }: { readonly deterministic: boolean }): KernelArithmetic | null {
  const candidates: KernelArithmetic[] = deterministic ? ['strict'] : ['relaxed', 'strict'];
  return candidates.find((arithmetic) => WebAssembly.validate(wasmBytes(arithmetic, 'own'))) ?? null;
}

const compiled = new Map<string, WebAssembly.Module>();

/** The compiled module for a memory; other threads can take it as it is. */
export function kernelModule(arithmetic: KernelArithmetic, memory: WebAssembly.Memory): WebAssembly.Module {
  const kind = memory.buffer instanceof ArrayBuffer ? 'own' : 'shared';
  const key = `${arithmetic} ${kind}`;
  const existing = compiled.get(key);
  if (existing) return existing;
  const module = new WebAssembly.Module(wasmBytes(arithmetic, kind));
  compiled.set(key, module);
  return module;
}

/** The kernels on a memory. */
export function instantiateKernels(memory: WebAssembly.Memory, arithmetic: KernelArithmetic): WasmKernels {
  const module = kernelModule(arithmetic, memory);
  const instance = new WebAssembly.Instance(module, { env: { memory }, 'align-block': { log: Math.log } });
  return instance.exports as WebAssembly.Exports & WasmKernels;
}
