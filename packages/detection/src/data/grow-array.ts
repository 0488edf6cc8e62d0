/** A longer copy of a typed array that is full. */
export function growArray<T extends Float64Array | Int32Array | Uint16Array | Uint32Array>(
  array: T,
  needed: number,
): T {
  if (needed <= array.length) return array;
  const length = Math.max(needed, 2 * array.length);
  const larger = newLike(array, length);
  larger.set(array);
  return larger;
}

function newLike<T extends Float64Array | Int32Array | Uint16Array | Uint32Array>(array: T, length: number): T {
  // The constructor of a typed array makes its own kind, which its type does not say.
  const constructor = array.constructor as new (length: number) => T;
  return new constructor(length);
}
