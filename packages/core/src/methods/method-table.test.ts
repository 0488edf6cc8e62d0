import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { methodTable, type TextTable } from './method-table.js';
import { methods } from './methods.js';

const cellsOf = (line: string) =>
  line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('\\|', '|').replaceAll('`', ''));

function markdownTable(text: string, heading: string): TextTable {
  const section = text.slice(text.indexOf(heading));
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return { columns: cellsOf(lines[0]), rows: lines.slice(2, 2 + methods.length).map(cellsOf) };
}

describe('methodTable', () => {
  it('has a row of texts for each method, and counts for given sizes', () => {
    const { columns, rows } = methodTable({ classes: 1000, featureSize: 2048 });
    expect(rows.map(([title]) => title)).toEqual(methods.map(({ facts }) => facts.title));
    for (const row of rows) expect(row).toHaveLength(columns.length);
    // 2K + D + 1, and K D + K.
    const counted = Object.fromEntries(rows.map((row) => [row[0], row.at(-1)]));
    expect(counted).toMatchObject({
      DisAlign: '4,049',
      cRT: '2,049,000',
      LWS: '1,000',
      Joint: '0',
      'Vector scaling': '2,000',
    });
  });

  it('is the table in the README, word for word', async () => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    expect(markdownTable(readme, '## Related methods')).toEqual(methodTable());
  });
});
