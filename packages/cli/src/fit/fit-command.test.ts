import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadCalibration } from '@disalign/core/node';
import { describe, expect, it } from 'vitest';
import { writeLongTailedFiles } from '../fixtures/long-tailed-rows.js';
import { runInProcess } from '../fixtures/run-in-process.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';

const folder = temporaryFolder();
const place = (name: string) => join(folder.path, name);

describe('disalign fit', () => {
  it('fits, says what it is worth, and writes the calibration', async () => {
    const { train, test, counts } = await writeLongTailedFiles(folder.path);
    const output = place('a.safetensors');
    const args = ['fit', train, '--validation', test, '--counts', counts, '--rho', '1.2', '-o', output];
    const { code, stdout, stderr } = await runInProcess(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.split('\n');
    expect(lines[0]).toBe('Calibration of 3 classes, 3 features: rho 1.2 (host-float64)');
    expect(lines.find((line) => line.startsWith('few-shot, under 20'))).toMatch(
      /\d+\.\d {2}.*\+\d+\.\d \[\+\d+\.\d, \+\d+\.\d\]$/,
    );
    expect(stdout).toContain('Better: +');
    expect(lines.at(-2)).toBe(`Written: ${output}`);
    expect((await loadCalibration(output)).fit?.settings.rho).toBe(1.2);
  });

  it('gives machines every number', async () => {
    const { train, test } = await writeLongTailedFiles(folder.path);
    const output = place('b.safetensors');
    const { stdout } = await runInProcess(['fit', train, '--validation', test, '--rho', '1', '-o', output, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ output, classes: 3, featureSize: 3, rho: 1, kernel: 'host-float64', counts: [400, 60, 15] },
      verdict: { recommendation: 'calibrated', calibrated: { rows: 450 } },
    });
  });

  it('takes settings from a file, the command line before them, and names from another', async () => {
    const { train } = await writeLongTailedFiles(folder.path);
    await writeFile(place('fit.yaml'), 'rho: 0.5\nseed: 7\nlearn: { confidence: false }\n');
    await writeFile(place('names.txt'), 'cat\ndog\nlynx\n');
    const output = place('c.safetensors');
    const options = ['--settings', place('fit.yaml'), '--rho', '2', '--class-names', place('names.txt'), '-o', output];
    const { code } = await runInProcess(['fit', train, ...options]);
    expect(code).toBe(0);
    const { classNames, calibration, fit } = await loadCalibration(output);
    expect(classNames).toEqual(['cat', 'dog', 'lynx']);
    expect(calibration.confidence).toBeNull();
    expect(fit?.settings).toMatchObject({ rho: 2, seed: 7 });
  });

  it('names file, line and key of a setting that is wrong, and leaves nothing', async () => {
    const { train } = await writeLongTailedFiles(folder.path);
    await writeFile(place('bad.yaml'), 'rho: 0.5\nseeds: 7\n');
    const output = place('d.safetensors');
    const { code, stderr } = await runInProcess(['fit', train, '--settings', place('bad.yaml'), '-o', output]);
    expect(code).toBe(2);
    expect(stderr).toBe(`disalign: ${place('bad.yaml')}: line 2, key seeds must be one that is known, got seeds\n`);
    expect(await readdir(folder.path)).not.toContain('d.safetensors');
  });

  it('shows progress on a terminal only, and warns on stderr', async () => {
    const { train } = await writeLongTailedFiles(folder.path);
    const args = ['fit', train, '--rho', '1', '-o', place('e.safetensors')];
    const onTerminal = await runInProcess(args, { isTTY: true });
    expect(onTerminal.stderr).toMatch(/\r\d+ % .* fit: rho 1, loss \d/);
    expect(onTerminal.stdout).toContain('\u001B[1mCalibration of 3 classes');
    expect(await runInProcess(args)).toMatchObject({ stderr: '' });
    await writeFile(place('twice.yaml'), 'optimizer: { kind: sgd, epochs: 1, sampler: class-balanced }\n');
    const warned = await runInProcess([...args, '--settings', place('twice.yaml')]);
    expect(warned.stderr).toMatch(
      /^disalign: warning: fitCalibration: sampler 'class-balanced' and rho 1 both correct/,
    );
  });

  it('ends at once where it was interrupted before', async () => {
    const { train } = await writeLongTailedFiles(folder.path);
    const args = ['fit', train, '--rho', '1', '-o', place('f.safetensors')];
    const outcome = await runInProcess(args, { signal: AbortSignal.abort(new Error('interrupted')) });
    expect(outcome).toEqual({ code: 130, stdout: '', stderr: 'disalign: interrupted\n' });
    expect(await readdir(folder.path)).not.toContain('f.safetensors');
  });
});
