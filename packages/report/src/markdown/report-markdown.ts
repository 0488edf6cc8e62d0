import { cellText } from '../document/cell-text.js';
import { metadataLines } from '../document/metadata-lines.js';
import { headingText, orderedColumns } from '../document/ordered-columns.js';
import type { Report, Section } from '../document/report.js';
import { sourceName } from '../document/source-name.js';
import type { Column, Table } from '../document/table.js';
import { markdownTable } from './markdown-table.js';
import { markdownText } from './markdown-text.js';

/** Where a page finds its charts. */
export interface MarkdownOptions {
  /** Path of a chart's SVG as seen from the page. Default: `<name>.svg` beside it. */
  readonly chartPath?: (name: string) => string;
}

/**
 * A report as Markdown: its summary, the sections with charts (as pictures beside the page), tables and notes, and what it was made
 * with. Columns that are not ours stand last, and say whose they are.
 *
 * @example
 * import { reportMarkdown } from '@disalign/report';
 * const columns = [{ key: 'method', heading: 'method' }, { key: 'few', heading: 'few', unit: '%', digits: 1 }];
 * const tables = [{ name: 'methods', caption: 'Accuracy.', columns, rows: [{ method: 'joint', few: 9.6 }] }];
 * const metadata = { date: '2026-01-01T00:00:00Z', versions: {} };
 * const sections = [{ heading: 'Methods', paragraphs: [], charts: [], tables }];
 * reportMarkdown({ name: 'methods', title: 'Methods', summary: [], sections, metadata }); // '# Methods\n\n## Methods\n…'
 */
export function reportMarkdown(report: Report, { chartPath = (name) => `${name}.svg` }: MarkdownOptions = {}): string {
  const { title, summary, sections, metadata } = report;
  const made = metadataLines(metadata).map(([name, text]) => `${name}: ${text}`);
  const parts = [
    `# ${markdownText(title)}`,
    ...summary.map(markdownText),
    ...sections.flatMap((section) => sectionParts(section, chartPath)),
    '## Made with',
    listOf(made),
  ];
  return `${parts.join('\n\n')}\n`;
}

function sectionParts(
  { heading, paragraphs, charts, tables, notes = [] }: Section,
  chartPath: (name: string) => string,
) {
  return [
    `## ${markdownText(heading)}`,
    ...paragraphs.map(markdownText),
    ...charts.flatMap(({ name, title, caption }) => [
      `![${markdownText(title)}](${chartPath(name)})`,
      markdownText(caption),
    ]),
    ...tables.flatMap((table) => [tableMarkdown(table), markdownText(table.caption)]),
    ...(notes.length === 0 ? [] : [listOf(notes)]),
  ];
}

function tableMarkdown({ columns, rows }: Table): string {
  const ordered = orderedColumns(columns);
  return markdownTable(
    ordered.map(markedHeading),
    rows.map((row) => ordered.map((column) => cellText(row[column.key], column))),
  );
}

/** `few (%)`, or `paper: few (%)` */
function markedHeading(column: Column): string {
  const heading = headingText(column);
  return (column.source ?? 'ours') === 'ours' ? heading : `${sourceName(column.source)}: ${heading}`;
}

function listOf(items: readonly string[]): string {
  return items.map((item) => `- ${markdownText(item)}`).join('\n');
}
