import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { smallReport } from '../fixtures/small-report.js';
import { renderReport } from './render-report.js';
import { writeReport } from './write-report.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('writes the pages, and a file for each table and chart', async () => {
  const paths = await writeReport(join(folder, 'new'), smallReport);
  const names = ['methods.csv', 'methods-chart.svg', 'weights.svg', 'small.md', 'small.html'];
  expect(paths).toEqual(names.map((name) => join(folder, 'new', name)));
  expect((await readdir(join(folder, 'new'))).sort()).toEqual([...names].sort());
  const { html, csv } = await renderReport(smallReport);
  expect(await readFile(paths[4], 'utf8')).toBe(html);
  expect(await readFile(paths[0], 'utf8')).toBe(csv.methods);
});

it('writes nothing of a report that is wrong, and leaves what was there', async () => {
  await writeFile(join(folder, 'small.md'), 'before');
  const wrong = { ...smallReport, sections: [...smallReport.sections, { ...smallReport.sections[0], heading: '' }] };
  await expect(writeReport(folder, wrong)).rejects.toThrow('parseReport: `sections.2.heading`');
  expect(await readdir(folder)).toEqual(['small.md']);
  expect(await readFile(join(folder, 'small.md'), 'utf8')).toBe('before');
});

it('renders the same page each time, without a script of others', async () => {
  const { html } = await renderReport(smallReport);
  expect((await renderReport(smallReport)).html).toBe(html);
  expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"`);
  expect(html).toContain('<title>Small &lt;report></title>');
  expect(html).not.toMatch(/(src|href)="https?:/);
  expect(html.length).toBeLessThan(60_000);
});
