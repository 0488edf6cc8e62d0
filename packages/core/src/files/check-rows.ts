/** @throws RangeError when a tensor has no rows, or the range is not inside of them */
export function checkRows(
  { shape, name, file }: { readonly shape: readonly number[]; readonly name: string; readonly file: string },
  { start, end }: { readonly start: number; readonly end: number },
): void {
  if (shape.length === 0) throw new RangeError(`readRows: tensor \`${name}\` of ${file} must have rows, got a scalar`);
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end < start || end > shape[0]) {
    throw new RangeError(`readRows: \`range\` must lie in 0..${shape[0]}, got ${start}..${end}`);
  }
}
