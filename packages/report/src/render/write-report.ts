import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '@disalign/core/node';
import type { Report } from '../document/report.js';
import { renderReport, type RenderOptions } from './render-report.js';

/**
 * Writes a report into a folder: `<name>.html`, `<name>.md`, and `<table>.csv` and `<chart>.svg` for each table and chart. Nothing is
 * written before everything is rendered; each file is written whole or not at all, the pages last. The folder is made if need be.
 *
 * @returns the paths, in the order of their writing
 * @throws TypeError naming the field of the report or of the live panel that is wrong; what the file system throws
 * @example
 * import { writeReport } from '@disalign/report';
 * const metadata = { date: '2026-01-01T00:00:00Z', versions: {} };
 * await writeReport('results', { name: 'empty', title: 'Nothing', summary: [], sections: [], metadata }); // ['results/empty.md', …]
 */
export async function writeReport(folder: string, report: Report, options: RenderOptions = {}): Promise<string[]> {
  const { markdown, html, csv, svg } = await renderReport(report, options);
  const files = [
    ...Object.entries(csv).map(([name, text]) => [`${name}.csv`, text]),
    ...Object.entries(svg).map(([name, text]) => [`${name}.svg`, `${text}\n`]),
    [`${report.name}.md`, markdown],
    [`${report.name}.html`, html],
  ];
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const [name, text] of files) {
    const path = join(folder, name);
    await writeFileAtomically(path, new TextEncoder().encode(text));
    paths.push(path);
  }
  return paths;
}
