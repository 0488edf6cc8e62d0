import type * as tf from '@tensorflow/tfjs';
import type { ProductInputs } from '../kernel-contract.js';
import { backendKernels } from './backend-kernels.js';
import { makeOutput, pointerOf, type WasmBackend, withScratch } from './wasm-heap.js';

/** `a b^T` on the wasm heap. */
export function multiplyRowsOnWasm({ a, b }: ProductInputs, backend: WasmBackend): tf.TensorInfo {
  return multiplyOnWasm(placeRows(a, backend), placeRows(b, backend), backend);
}

/** `a^T b` on the wasm heap. */
export function multiplyColumnsOnWasm({ a, b }: ProductInputs, backend: WasmBackend): tf.TensorInfo {
  return multiplyOnWasm(placeColumns(a, backend), placeColumns(b, backend), backend);
}

/** Vectors on the heap. */
interface PlacedVectors {
  readonly count: number;
  readonly depth: number;
  readonly pointer: number;
  /** Bytes from vector to vector, and from number to number of one. */
  readonly vectorBytes: number;
  readonly depthBytes: number;
}

function placeRows(matrix: tf.TensorInfo, backend: WasmBackend): PlacedVectors {
  const [count, depth] = matrix.shape;
  return { count, depth, pointer: pointerOfFloats(matrix, backend), vectorBytes: 4 * depth, depthBytes: 4 };
}

function placeColumns(matrix: tf.TensorInfo, backend: WasmBackend): PlacedVectors {
  const [depth, count] = matrix.shape;
  return { count, depth, pointer: pointerOfFloats(matrix, backend), vectorBytes: 4, depthBytes: 4 * count };
}

function pointerOfFloats(matrix: tf.TensorInfo, backend: WasmBackend): number {
  if (matrix.dtype === 'float32') return pointerOf(backend, matrix);
  throw new TypeError(`DisAlign product: matrices must be float32, got ${matrix.dtype}`);
}

/** The inner products of all vectors of a and b: float32 [N, K]. */
function multiplyOnWasm(a: PlacedVectors, b: PlacedVectors, backend: WasmBackend): tf.TensorInfo {
  if (a.depth !== b.depth) {
    throw new RangeError(`DisAlign product: vectors must be of one length, got ${a.depth} and ${b.depth}`);
  }
  const { multiply, multiplyScratch } = backendKernels(backend);
  return withScratch(backend, multiplyScratch(), (scratch) => {
    const out = makeOutput(backend, [a.count, b.count]);
    const sizes = [pointerOf(backend, out), scratch, a.count, b.count, a.depth] as const;
    multiply(...placeOf(a), ...placeOf(b), ...sizes);
    return out;
  });
}

const placeOf = ({ pointer, vectorBytes, depthBytes }: PlacedVectors) => [pointer, vectorBytes, depthBytes] as const;
