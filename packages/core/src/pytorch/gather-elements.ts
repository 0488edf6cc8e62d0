import type { StoredTensor } from '../files/stored-tensor.js';
import { countElements } from '../files/count-elements.js';
import type { CheckpointTensor } from './checkpoint-value.js';

/** The elements of a tensor in row-major order, taken from those of its storage. */
export function gatherElements({ shape, strides, offset }: CheckpointTensor, storage: StoredTensor): StoredTensor {
  const count = countElements(shape) ?? 0;
  if (isRowMajor(shape, strides)) {
    return { ...storage, shape, data: storage.data.slice(offset, offset + count) } as StoredTensor;
  }
  const data = storage.data.slice(0, count);
  const place = new Array<number>(shape.length).fill(0);
  for (let element = 0, at = offset; element < count; element++) {
    data[element] = storage.data[at];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += strides[axis];
      if (++place[axis] < shape[axis]) break;
      at -= shape[axis] * strides[axis];
      place[axis] = 0;
    }
  }
  return { ...storage, shape, data } as StoredTensor;
}

function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] > 1 && strides[axis] !== step) return false;
    step *= shape[axis];
  }
  return true;
}
