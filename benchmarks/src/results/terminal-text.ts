import { reportMarkdown, type Report } from '@disalign/report';

/** Of a table that is shown on a terminal. */
const MOST_ROWS = 40;

/** The answers and the tables a terminal has room for, without what stands in the files alone. */
export function terminalText(document: Omit<Report, 'metadata'>): string {
  const sections = document.sections.map((section) => ({
    ...section,
    paragraphs: [],
    charts: [],
    notes: [],
    tables: section.tables.filter(({ rows }) => rows.length <= MOST_ROWS),
  }));
  const page = reportMarkdown({ ...document, summary: [], sections, metadata: { date: '', versions: {} } });
  const tables = page.slice(page.indexOf('\n## '), page.indexOf('\n## Made with')).trim();
  return [document.title, '', ...document.summary, '', tables].join('\n').trimEnd();
}
