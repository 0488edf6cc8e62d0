/**
 * Cells padded to their column's width: the first column to the left, numbers to the right.
 *
 * @param rows cells, as many in each
 * @example
 * import { padColumns } from '@disalign/report';
 * padColumns([['method', 'few'], ['joint', '9.6']]); // [['method', 'few'], ['joint ', '9.6']]
 */
export function padColumns(rows: readonly (readonly string[])[]): string[][] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))),
  );
}
