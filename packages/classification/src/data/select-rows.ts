import type { RowSelection } from './image-data-set.js';

/**
 * Spells a row selection out as row numbers; all rows when there is none.
 *
 * @throws RangeError when a row is not an integer in 0..count - 1, or a range ends before it starts
 */
export function selectRows(selection: RowSelection | undefined, count: number): Int32Array {
  if (selection === undefined) return Int32Array.from({ length: count }, (_, row) => row);
  if ('length' in selection) {
    for (let position = 0; position < selection.length; position++) {
      const row = selection[position];
      if (!Number.isInteger(row) || row < 0 || row >= count) {
        throw new RangeError(`selectRows: \`rows[${position}]\` must be an integer in 0..${count - 1}, got ${row}`);
      }
    }
    return Int32Array.from(selection);
  }
  const { start, end } = selection;
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end < start || end > count) {
    throw new RangeError(`selectRows: \`rows\` must be a range in 0..${count}, got ${start}..${end}`);
  }
  return Int32Array.from({ length: end - start }, (_, offset) => start + offset);
}
