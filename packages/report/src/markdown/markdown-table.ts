import { padColumns } from './pad-columns.js';

/**
 * A Markdown table with aligned columns: the first to the left, numbers to the right. Cells are text: `|` and `<` in them stand for
 * themselves.
 *
 * @param rows cells, as many in each as in the header
 * @example
 * import { markdownTable } from '@disalign/report';
 * markdownTable(['method', 'few'], [['joint', '9.6']]); // '| method | few |\n| ------ | --: |\n| joint  | 9.6 |'
 */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const escaped = [header, ...rows].map((row) => row.map((cell) => cell.replaceAll(/[|<]/g, '\\$&')));
  const [head, ...body] = padColumns(escaped);
  const rule = head.map(({ length }, column) => (column === 0 ? '-'.repeat(length) : `${'-'.repeat(length - 1)}:`));
  return [head, rule, ...body].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
