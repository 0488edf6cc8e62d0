import { fillFloats } from './fill-floats.js';
import type { StoredTensor } from './stored-tensor.js';

/** Elements of any tensor as float64; I64 beyond 2^53 is rounded. An F64 tensor gives its own array, any other a new one. */
export function tensorToFloat64(tensor: StoredTensor): Float64Array {
  if (tensor.dtype === 'F64') return tensor.data;
  return fillFloats(tensor, new Float64Array(tensor.data.length));
}
