import { csvFormatRows } from 'd3-dsv';
import { orderedColumns } from '../document/ordered-columns.js';
import type { Cell, Column, Measurement, Table } from '../document/table.js';

/**
 * A table as CSV with every digit: the keys of its columns, those that are not ours behind the name of their source (`paper.few`).
 * A column with deviations or intervals becomes several: `few`, `few_deviation`, `few_low`, `few_high`. What is null is empty.
 *
 * @example
 * import { tableCsv } from '@disalign/report';
 * const columns = [{ key: 'method', heading: 'method' }, { key: 'few', heading: 'few', unit: '%', digits: 1 }];
 * tableCsv({ name: 'methods', caption: 'Accuracy.', columns, rows: [{ method: 'joint', few: 9.603 }] }); // 'method,few\njoint,9.603\n'
 */
export function tableCsv({ columns, rows }: Table): string {
  const parts = orderedColumns(columns).flatMap((column) => columnParts(column, rows));
  const lines = [parts.map(({ heading }) => heading), ...rows.map((row) => parts.map(({ key, of }) => of(row[key])))];
  return `${csvFormatRows(lines)}\n`;
}

interface ColumnPart {
  readonly heading: string;
  readonly key: string;
  readonly of: (cell: Cell | undefined) => string;
}

function columnParts({ key, source = 'ours' }: Column, rows: Table['rows']): ColumnPart[] {
  const heading = source === 'ours' ? key : `${source}.${key}`;
  const spreads: [name: string, value: (cell: Measurement) => number | undefined][] = [
    ['deviation', ({ deviation }) => deviation],
    ['low', ({ interval }) => interval?.[0]],
    ['high', ({ interval }) => interval?.[1]],
  ];
  const parts = spreads.map(([name, value]) => ({
    heading: `${heading}_${name}`,
    key,
    of: (cell: Cell | undefined) => (isMeasurement(cell) ? String(value(cell) ?? '') : ''),
  }));
  return [
    { heading, key, of: (cell) => String((isMeasurement(cell) ? cell.mean : cell) ?? '') },
    ...parts.filter(({ of }) => rows.some((row) => of(row[key]) !== '')),
  ];
}

function isMeasurement(cell: Cell | undefined): cell is Measurement {
  return typeof cell === 'object' && cell !== null;
}
