/**
 * Elements in Fortran order (first index runs fastest) copied into C order (last index runs fastest).
 *
 * @param bytes the elements of `shape`, `elementBytes` each
 */
export function orderRowMajor(bytes: Uint8Array, shape: readonly number[], elementBytes: number): Uint8Array {
  const strides = fortranStrides(shape, elementBytes);
  const ordered = new Uint8Array(bytes.length);
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < bytes.length; to += elementBytes) {
    for (let byte = 0; byte < elementBytes; byte++) ordered[to + byte] = bytes[from + byte];
    // Count up like an odometer, the last index first, and keep the source offset in step.
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return ordered;
}

function fortranStrides(shape: readonly number[], elementBytes: number): number[] {
  let stride = elementBytes;
  return shape.map((size) => {
    const own = stride;
    stride *= size;
    return own;
  });
}
