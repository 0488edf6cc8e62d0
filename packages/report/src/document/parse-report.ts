import { reportSchema, type Report } from './report.js';

/**
 * A report from outside, such as a JSON file, checked before it is believed.
 *
 * @throws TypeError naming the field that is wrong, and the rule
 * @example
 * import { parseReport } from '@disalign/report';
 * const metadata = { date: '2026-01-01T00:00:00Z', versions: { node: '20.20.2' } };
 * parseReport({ name: 'empty', title: 'Nothing', summary: [], sections: [], metadata }).title; // 'Nothing'
 */
export function parseReport(value: unknown): Report {
  const result = reportSchema.safeParse(value);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0];
  throw new TypeError(`parseReport: \`${path.join('.')}\`: ${message}`);
}
