import { expect, it } from 'vitest';
import { smallReport } from '../fixtures/small-report.js';
import { parseReport } from './parse-report.js';

const changed = (change: (report: ReturnType<typeof structuredClone<typeof smallReport>>) => void) => {
  const report = structuredClone(smallReport);
  change(report);
  return report;
};

it('takes a report as it went through JSON', () => {
  expect(parseReport(JSON.parse(JSON.stringify(smallReport)))).toEqual(smallReport);
});

it.each([
  ['a number JSON does not have', changed((report) => (report.sections[0].tables[0].rows[0].few = NaN)), 'rows.0.few'],
  ['an unknown key', { ...smallReport, extra: 1 }, 'Unrecognized key: "extra"'],
  ['a name that is no file name', { ...smallReport, name: '../up' }, '`name`: must be lower-case words'],
  [
    'a cell without a column',
    changed((report) => (report.sections[0].tables[0].rows[1].other = 1)),
    '`sections.0.tables.0.rows.1.other`: must be the key of a column',
  ],
  [
    'two columns of one key',
    changed((report) => report.sections[0].tables[0].columns.push({ key: 'few', heading: 'again' })),
    '`sections.0.tables.0.columns`: must have different keys',
  ],
  [
    'two tables of one name',
    changed((report) => report.sections[1].tables.push(report.sections[0].tables[0])),
    '`sections.1.tables.0.name`: must occur once, got methods again',
  ],
  [
    'zero on a log axis',
    changed((report) => (report.sections[1].charts[0].series[1].points[2].y = 0)),
    '`sections.1.charts.0.series.1.points.2`: must suit the axes',
  ],
  [
    'text on an axis of numbers',
    changed((report) => (report.sections[0].charts[0].series[0].points[0].x = 'many')),
    '`sections.0.charts.0.series.0.points.0`: must suit the axes',
  ],
  [
    'a series on an axis that is not there',
    changed((report) => delete report.sections[1].charts[0].right),
    '`sections.1.charts.0.series.0.axis`: must be left',
  ],
  [
    'a mark without a place',
    changed((report) => (report.sections[1].charts[0].marks = [{ label: 'nowhere' }])),
    '`sections.1.charts.0.marks.0`: must have x or y',
  ],
])('refuses %s', (_, value, message) => {
  expect(() => parseReport(value)).toThrow(TypeError);
  expect(() => parseReport(value)).toThrow(message);
});
