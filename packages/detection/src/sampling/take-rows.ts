/** Some rows of a row-major matrix [all, C], of any kind of numbers. */
export function takeRows<Values extends Float32Array | Float64Array | Int32Array>(
  values: Values,
  { rows, all }: { readonly rows: Int32Array; readonly all: number },
): Values {
  const columns = all === 0 ? 0 : values.length / all;
  const taken = values.slice(0, rows.length * columns) as Values;
  rows.forEach((row, place) => taken.set(values.subarray(row * columns, (row + 1) * columns), place * columns));
  return taken;
}
