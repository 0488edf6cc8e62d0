import { float32ToFloat16, type StoredTensor, type StoredTensorOf } from '@disalign/core';

/** A float32 tensor as a file holds it. @throws RangeError when a number is not finite in `dtype` */
export function storeFloats(name: string, tensor: StoredTensorOf<'F32'>, dtype: 'F32' | 'F16'): StoredTensor {
  // From 65520 on a half is infinite.
  const limit = dtype === 'F16' ? 65520 : Infinity;
  const broken = tensor.data.find((value) => !(Math.abs(value) < limit));
  if (broken !== undefined) {
    throw new RangeError(`saveClassifier: \`${name}\` must be finite as ${dtype}, got ${broken}`);
  }
  if (dtype === 'F32') return tensor;
  return { dtype, shape: tensor.shape, data: Uint16Array.from(tensor.data, float32ToFloat16) };
}
