/** Place of the first NaN or Infinity of a row-major matrix; undefined where all numbers are finite. */
export function findNonFinite(
  values: ArrayLike<number>,
  columns: number,
): { readonly row: number; readonly column: number } | undefined {
  for (let at = 0; at < values.length; at++) {
    if (!Number.isFinite(values[at])) return { row: Math.floor(at / columns), column: at % columns };
  }
  return undefined;
}
