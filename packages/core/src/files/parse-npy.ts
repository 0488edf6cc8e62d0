import { bytesPerElement } from './bytes-per-element.js';
import { orderRowMajor } from './order-row-major.js';
import { parseNpyStart } from './parse-npy-start.js';
import type { StoredTensor } from './stored-tensor.js';
import { tensorFromBytes } from './tensor-from-bytes.js';

/**
 * Reads an npy file, version 1, 2 or 3, from memory: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
 *
 * Little-endian float64/32/16, int64/32/16/8, uint8 and bool; an array in Fortran order is turned into row-major order.
 * The tensor shares the memory of `bytes` where it lies aligned.
 *
 * @param file name of the file for the error text
 * @throws FileFormatError where the file breaks the format or has bytes too few or too many, and for other dtypes, by
 * name: big-endian, object, structured, complex, text, dates, unsigned integers over 8 bits, long double
 *
 * @example
 * ```ts
 * import { encodeNpy, parseNpy } from '@disalign/core';
 * const bytes = encodeNpy({ dtype: 'F32', shape: [2, 1], data: Float32Array.of(1, 2) });
 * const { shape, data } = parseNpy(bytes, 'features.npy');
 * ```
 */
export function parseNpy(bytes: Uint8Array, file: string): StoredTensor {
  const { dtype, shape, fortranOrder, dataStart } = parseNpyStart(bytes, bytes.length, file);
  const data = bytes.subarray(dataStart);
  if (!fortranOrder) return tensorFromBytes(dtype, shape, data);
  return tensorFromBytes(dtype, shape, orderRowMajor(data, shape, bytesPerElement(dtype)));
}
