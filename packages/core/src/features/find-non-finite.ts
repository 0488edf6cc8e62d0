/** Place of the first NaN or Infinity of a row-major matrix; undefined where all numbers are finite. */
export function findNonFinite(
  values: ArrayLike<number>,
  columns: number,
): { readonly row: number; readonly column: number } | undefined {
  if (values instanceof Float32Array && isFinite32(values)) return undefined;
  for (let at = 0; at < values.length; at++) {
    if (!Number.isFinite(values[at])) return { row: Math.floor(at / columns), column: at % columns };
  }
  return undefined;
}

/** Without a branch for each number: an exponent of all ones, NaN or Infinity, carries into the sign. */
function isFinite32(values: Float32Array): boolean {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  let carries = 0;
  for (let i = 0; i < bits.length; i++) carries |= (bits[i] & 0x7f800000) + 0x800000;
  return carries >= 0;
}
