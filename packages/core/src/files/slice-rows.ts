import type { StoredTensor } from './stored-tensor.js';

/** A copy of the rows [start, end) along the first dimension of a tensor, which has them. */
export function sliceRows(
  tensor: StoredTensor,
  { start, end }: { readonly start: number; readonly end: number },
): StoredTensor {
  const rest = tensor.shape.slice(1);
  const rowSize = rest.reduce((product, size) => product * size, 1);
  const data = tensor.data.slice(start * rowSize, end * rowSize);
  return { ...tensor, shape: [end - start, ...rest], data } as StoredTensor;
}
