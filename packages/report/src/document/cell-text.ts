import type { Cell, Column } from './table.js';

/** What a cell shows: `78.3 ± 0.4 [77.9, 78.7]`, a number in the digits of its column, `-` where there is nothing. */
export function cellText(cell: Cell | undefined, column: Pick<Column, 'digits' | 'signed'>): string {
  if (cell === null || cell === undefined) return '-';
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number') return numberText(cell, column);
  const { mean, deviation, interval } = cell;
  return [
    numberText(mean, column),
    ...(deviation === undefined ? [] : [`± ${numberText(deviation, { digits: column.digits })}`]),
    ...(interval === undefined ? [] : [`[${interval.map((end) => numberText(end, column)).join(', ')}]`]),
  ].join(' ');
}

/** A number with so many decimals; what is rounded to zero has no sign. */
export function numberText(value: number, { digits, signed = false }: Pick<Column, 'digits' | 'signed'>): string {
  return value.toLocaleString('en-US', {
    signDisplay: signed ? 'exceptZero' : 'negative',
    ...(digits === undefined
      ? { maximumSignificantDigits: Number.isInteger(value) ? 21 : 4 }
      : { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  });
}
