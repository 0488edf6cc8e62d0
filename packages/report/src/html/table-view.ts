import { h, type ComponentChild } from 'preact';
import { tableCsv } from '../csv/table-csv.js';
import { cellText, numberText } from '../document/cell-text.js';
import { orderedColumns } from '../document/ordered-columns.js';
import { sourceName } from '../document/source-name.js';
import type { Cell, Column, Table } from '../document/table.js';
import { textNodes } from './text-nodes.js';

/** A table with more rows than this is folded. */
const FOLDED = 30;
/** Of a column of texts, in letters: longer ones are broken. */
const TEXT_WIDTH = 24;

/** A table with its caption, and a link that saves it as CSV. */
export function TableView({ table }: { table: Table }): ComponentChild {
  const columns = orderedColumns(table.columns);
  const shown = h('div', { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': table.caption }, [
    h('table', { id: `table-${table.name}` }, [
      h('thead', null, [sourceRow(columns), headingRow(columns, table)]),
      h(
        'tbody',
        null,
        table.rows.map((row) =>
          h(
            'tr',
            null,
            columns.map((column, index) => cellView(row[column.key], { column, index, table })),
          ),
        ),
      ),
    ]),
  ]);
  const folded = h('details', null, [h('summary', null, `${table.rows.length} rows`), shown]);
  return h('div', { class: 'table' }, [
    h('div', { class: 'above' }, [h('div', { class: 'caption' }, textNodes(table.caption)), csvLink(table)]),
    table.rows.length > FOLDED ? folded : shown,
  ]);
}

function csvLink(table: Table): ComponentChild {
  const href = `data:text/csv;charset=utf-8,${encodeURIComponent(tableCsv(table))}`;
  return h('a', { class: 'csv', href, download: `${table.name}.csv`, 'aria-label': `Save ${table.name}.csv` }, 'CSV');
}

/** Whose the columns are, where not all are ours. */
function sourceRow(columns: readonly Column[]): ComponentChild {
  const sources = columns.map(({ source }) => sourceName(source));
  const different = [...new Set(sources)];
  if (different.length < 2) return null;
  return h(
    'tr',
    null,
    different.map((name) => {
      const colSpan = sources.filter((other) => other === name).length;
      const published = name === sourceName('ours') ? '' : ' published';
      return h('th', { class: `group${published}`, scope: 'colgroup', colSpan }, name);
    }),
  );
}

function headingRow(columns: readonly Column[], table: Table): ComponentChild {
  return h(
    'tr',
    null,
    columns.map((column) =>
      h('th', { scope: 'col', class: classOf(column, table) }, [
        column.heading,
        column.unit === undefined ? null : h('span', { class: 'unit' }, ` (${column.unit})`),
      ]),
    ),
  );
}

function cellView(
  cell: Cell | undefined,
  { column, index, table }: { column: Column; index: number; table: Table },
): ComponentChild {
  if (index === 0) return h('th', { scope: 'row' }, cellText(cell, column));
  const measured = typeof cell === 'object' && cell !== null;
  if (isText(column, table)) {
    return h(
      'td',
      { class: classOf(column, table), style: `min-width: ${textWidth(column, table)}ch` },
      cellText(cell, column),
    );
  }
  const width = spreadWidth(column, table);
  const mean = measured ? numberText(cell.mean, column) : cellText(cell, column);
  // As wide in every row, so that the means stand under each other.
  const style = `min-width: ${width}ch`;
  const spread = width === 0 ? [] : [' ', h('span', { class: 'spread', style }, spreadText(cell, column))];
  return h('td', { class: classOf(column, table) }, [mean, ...spread]);
}

/** What stands behind the mean. */
function spreadText(cell: Cell | undefined, column: Column): string {
  if (typeof cell !== 'object' || cell === null) return '';
  return cellText(cell, column).slice(numberText(cell.mean, column).length).trim();
}

function spreadWidth(column: Column, { rows }: Table): number {
  return Math.max(0, ...rows.map((row) => spreadText(row[column.key], column).length));
}

/** A column without a value is one of numbers that are not there. */
function isText({ key }: Column, { rows }: Table): boolean {
  const values = rows.map((row) => row[key] ?? null).filter((cell) => cell !== null);
  return values.length > 0 && values.every((cell) => typeof cell === 'string');
}

function textWidth(column: Column, { rows }: Table): number {
  return Math.min(TEXT_WIDTH, Math.max(...rows.map((row) => cellText(row[column.key], column).length)));
}

function classOf(column: Column, table: Table): string {
  return [isText(column, table) ? 'text' : '', (column.source ?? 'ours') === 'ours' ? '' : 'published']
    .join(' ')
    .trim();
}
