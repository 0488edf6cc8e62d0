import { expect, it } from 'vitest';
import { markdownTable } from './markdown-table.js';

it('aligns the columns, and lets a pipe in a cell be no border and a less-than no tag', () => {
  expect(
    markdownTable(
      ['arm', 'few'],
      [
        ['a|<b', '9.6'],
        ['full', '33.7'],
      ],
    ),
  ).toBe(['| arm    |  few |', '| ------ | ---: |', '| a\\|\\<b |  9.6 |', '| full   | 33.7 |'].join('\n'));
});
