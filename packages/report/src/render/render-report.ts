import { chartSvg } from '../charts/chart-svg.js';
import { tableCsv } from '../csv/table-csv.js';
import { parseReport } from '../document/parse-report.js';
import type { Report } from '../document/report.js';
import { reportHtml, type HtmlOptions } from '../html/report-html.js';
import { parseLivePanel } from '../live/parse-live-panel.js';
import { reportMarkdown, type MarkdownOptions } from '../markdown/report-markdown.js';

/** How a report is rendered. */
export interface RenderOptions extends HtmlOptions, MarkdownOptions {}

/** A report in all its forms. */
export interface RenderedReport {
  readonly markdown: string;
  /** One page that needs nothing else. */
  readonly html: string;
  /** CSV by the name of the table. */
  readonly csv: Readonly<Record<string, string>>;
  /** SVG by the name of the chart. */
  readonly svg: Readonly<Record<string, string>>;
}

/**
 * Renders a report as Markdown, HTML, CSV and SVG.
 *
 * @throws TypeError naming the field of the report or of the live panel that is wrong
 * @example
 * import { renderReport } from '@disalign/report';
 * const metadata = { date: '2026-01-01T00:00:00Z', versions: {} };
 * const { html } = await renderReport({ name: 'empty', title: 'Nothing', summary: [], sections: [], metadata });
 */
export async function renderReport(report: Report, options: RenderOptions = {}): Promise<RenderedReport> {
  const checked = parseReport(report);
  const live = options.live && parseLivePanel(options.live);
  const svg: Record<string, string> = {};
  for (const chart of checked.sections.flatMap(({ charts }) => charts)) svg[chart.name] = await chartSvg(chart);
  const tables = checked.sections.flatMap((section) => section.tables);
  return {
    markdown: reportMarkdown(checked, options),
    html: await reportHtml(checked, { ...options, live }),
    csv: Object.fromEntries(tables.map((table) => [table.name, tableCsv(table)])),
    svg,
  };
}
