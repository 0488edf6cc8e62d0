import type { TensorDtype } from './stored-tensor.js';

const sizes: Readonly<Record<TensorDtype, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
};

/** Bytes of one element of a dtype. */
export function bytesPerElement(dtype: TensorDtype): number {
  return sizes[dtype];
}
