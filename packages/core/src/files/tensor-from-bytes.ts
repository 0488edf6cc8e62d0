import { bytesPerElement } from './bytes-per-element.js';
import type { StoredTensor, TensorDtype } from './stored-tensor.js';

/**
 * Reads little-endian bytes as a tensor. Bytes that lie aligned in memory are shared, others are copied.
 * The caller has checked that `bytes` holds exactly the elements of `shape`.
 */
export function tensorFromBytes(dtype: TensorDtype, shape: readonly number[], bytes: Uint8Array): StoredTensor {
  const size = bytesPerElement(dtype);
  const aligned = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  const place = [aligned.buffer, aligned.byteOffset, aligned.byteLength / size] as const;
  switch (dtype) {
    case 'F64':
      return { dtype, shape, data: new Float64Array(...place) };
    case 'F32':
      return { dtype, shape, data: new Float32Array(...place) };
    case 'F16':
    case 'BF16':
      return { dtype, shape, data: new Uint16Array(...place) };
    case 'I64':
      return { dtype, shape, data: new BigInt64Array(...place) };
    case 'I32':
      return { dtype, shape, data: new Int32Array(...place) };
    case 'I16':
      return { dtype, shape, data: new Int16Array(...place) };
    case 'I8':
      return { dtype, shape, data: new Int8Array(...place) };
    case 'U8':
    case 'BOOL':
      return { dtype, shape, data: new Uint8Array(...place) };
  }
}
