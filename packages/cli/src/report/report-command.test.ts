import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeLongTailedFiles } from '../fixtures/long-tailed-rows.js';
import { runInProcess } from '../fixtures/run-in-process.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';

const folder = temporaryFolder();
const place = (name: string) => join(folder.path, name);

describe('disalign report', () => {
  it('writes one page with every class before and after, and a live panel of the same rows', async () => {
    const { train, test } = await writeLongTailedFiles(folder.path);
    const calibration = place('c.safetensors');
    await runInProcess(['fit', train, '--rho', '1', '-o', calibration]);
    const args = [
      'report',
      test,
      '-c',
      calibration,
      '--train',
      train,
      '--rhos',
      '0',
      '--title',
      'Birds',
      '-o',
      place('r.html'),
    ];
    const { code, stdout } = await runInProcess(args);
    expect(code).toBe(0);
    expect(stdout).toContain('4 calibrations in its live panel\n');
    const html = await readFile(place('r.html'), 'utf8');
    expect(html).toContain('<title>Birds</title>');
    for (const heading of ['Live: move rho', 'By group', 'By class', 'class 2']) expect(html).toContain(heading);
    expect(html).not.toMatch(/(src|href)="https?:/);
    const json = await runInProcess(['evaluate', test, '-c', calibration, '--json']);
    const { verdict } = JSON.parse(json.stdout) as { verdict: { message: string } };
    expect(html).toContain(verdict.message);
  });

  it('needs no training rows for a page without a panel', async () => {
    const { train, test } = await writeLongTailedFiles(folder.path);
    const calibration = place('c.safetensors');
    await runInProcess(['fit', train, '--task', 'segmentation', '--rho', '1', '-o', calibration]);
    const { stdout } = await runInProcess([
      'report',
      test,
      '--task',
      'segmentation',
      '-c',
      calibration,
      '-o',
      place('p.html'),
    ]);
    expect(stdout).toContain('without a live panel\n');
    const html = await readFile(place('p.html'), 'utf8');
    expect(html).toContain('mIoU');
    expect(html).not.toContain('live-data');
  });

  it('leaves the page as it was where something is wrong', async () => {
    const { test } = await writeLongTailedFiles(folder.path);
    const before = await readdir(folder.path);
    const { code } = await runInProcess(['report', test, '-c', test, '-o', place('never.html')]);
    expect(code).toBe(2);
    expect(await readdir(folder.path)).toEqual(before);
  });
});
