import type { StoredTensor, TensorDtype } from './stored-tensor.js';
import { tensorBytes } from './tensor-bytes.js';

const descriptions: Readonly<Partial<Record<TensorDtype, string>>> = {
  F64: '<f8',
  F32: '<f4',
  F16: '<f2',
  I64: '<i8',
  I32: '<i4',
  I16: '<i2',
  I8: '|i1',
  U8: '|u1',
  BOOL: '|b1',
};

/**
 * The bytes of an npy file, version 1.0, row-major: the very bytes that `numpy.save` writes.
 *
 * @throws TypeError for BF16, which NumPy does not have, and when the array is not that of its dtype
 * @throws RangeError when the array does not have the length of its shape
 *
 * @example
 * ```ts
 * import { encodeNpy } from '@disalign/core';
 * const bytes = encodeNpy({ dtype: 'I32', shape: [3], data: Int32Array.of(0, 2, 1) });
 * ```
 */
export function encodeNpy(tensor: StoredTensor): Uint8Array {
  const descr = descriptions[tensor.dtype];
  if (descr === undefined) throw new TypeError(`encodeNpy: \`tensor\` must have a dtype of NumPy, got ${tensor.dtype}`);
  const data = tensorBytes(tensor, 'encodeNpy', 'tensor');
  const header = encodeHeader(descr, tensor.shape);
  const bytes = new Uint8Array(header.length + data.length);
  bytes.set(header);
  bytes.set(data, header.length);
  return bytes;
}

function encodeHeader(descr: string, shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  let text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  // NumPy leaves room for the first dimension to grow to 21 digits in place, then aligns the data to 64 bytes.
  if (shape.length > 0) text += ' '.repeat(21 - `${shape[0]}`.length);
  const length = Math.ceil((10 + text.length + 1) / 64) * 64;
  text = `\x93NUMPY\x01\x00${String.fromCharCode((length - 10) & 0xff, (length - 10) >> 8)}${text.padEnd(length - 11)}\n`;
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
