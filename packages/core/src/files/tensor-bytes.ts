import { bytesPerElement } from './bytes-per-element.js';
import { countElements } from './count-elements.js';
import type { StoredTensor, TensorArrays, TensorDtype } from './stored-tensor.js';

const arrayKinds: { readonly [Dtype in TensorDtype]: abstract new (...values: never) => TensorArrays[Dtype] } = {
  F64: Float64Array,
  F32: Float32Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  I64: BigInt64Array,
  I32: Int32Array,
  I16: Int16Array,
  I8: Int8Array,
  U8: Uint8Array,
  BOOL: Uint8Array,
};

/**
 * The bytes of a tensor as they go into a file: a view, not a copy.
 *
 * @param caller and
 * @param name say in an error whose tensor is wrong
 * @throws TypeError when `data` is not the array of the dtype; RangeError when its length is not that of the shape
 */
export function tensorBytes(tensor: StoredTensor, caller: string, name: string): Uint8Array {
  const { dtype, shape, data } = tensor;
  const kind = arrayKinds[dtype];
  if (kind === undefined || !(data instanceof kind)) {
    const wanted = kind === undefined ? `of a dtype among ${Object.keys(arrayKinds).join(', ')}` : `a ${kind.name}`;
    throw new TypeError(`${caller}: \`${name}\` (${dtype}) must be ${wanted}, got ${data?.constructor?.name}`);
  }
  const count = shape.every((size) => Number.isSafeInteger(size) && size >= 0) ? countElements(shape) : undefined;
  if (data.length !== count) {
    throw new RangeError(
      `${caller}: \`${name}\` must hold the ${count ?? 'countable'} elements of shape [${shape}], got ${data.length}`,
    );
  }
  return new Uint8Array(data.buffer, data.byteOffset, count * bytesPerElement(dtype));
}
