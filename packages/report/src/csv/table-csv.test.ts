import { expect, it } from 'vitest';
import { smallReport } from '../fixtures/small-report.js';
import { tableCsv } from './table-csv.js';

it('gives every digit, spreads in columns of their own, and published numbers behind their source', () => {
  expect(tableCsv(smallReport.sections[0].tables[0])).toBe(
    [
      'method,few,few_deviation,over,over_low,over_high,trained,paper.published',
      'joint|plain,21.6,,,,,0,7.7',
      'DisAlign,72.12,2.9,50.5,48.8,52,13000,33.1',
      '',
    ].join('\n'),
  );
});

it('quotes commas, quotes and line ends', () => {
  const columns = [{ key: 'class', heading: 'class' }];
  const rows = [{ class: 'a,b' }, { class: '"' }, { class: 'c\nd' }, { class: null }];
  expect(tableCsv({ name: 'classes', caption: 'Classes.', columns, rows })).toBe('class\n"a,b"\n""""\n"c\nd"\n\n');
});
