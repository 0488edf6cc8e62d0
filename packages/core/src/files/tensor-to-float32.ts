import { fillFloats } from './fill-floats.js';
import type { StoredTensor } from './stored-tensor.js';

/**
 * Elements of any tensor as float32, rounded to nearest where the dtype is wider (F64, I64, large I32).
 * An F32 tensor gives its own array, any other a new one.
 */
export function tensorToFloat32(tensor: StoredTensor): Float32Array {
  if (tensor.dtype === 'F32') return tensor.data;
  return fillFloats(tensor, new Float32Array(tensor.data.length));
}
