import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadCalibration } from '@disalign/core/node';
import { beforeEach, describe, expect, it } from 'vitest';
import { evaluateFiles } from '../evaluate/evaluate-files.js';
import { writeLongTailedFiles } from '../fixtures/long-tailed-rows.js';
import { runInProcess } from '../fixtures/run-in-process.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';
import { readRunConfig } from './read-run-config.js';
import { runConfig } from './run-config.js';

const folder = temporaryFolder();
const place = (name: string) => join(folder.path, name);
const lines = [
  'output: out',
  'features: { train: "tr*.safetensors", test: test.safetensors }',
  'counts: counts.json',
  'classNames: [a, b, c]',
  'fit: { rho: 1, validationFraction: 0.3 }',
];
const writeConfigOf = (...more: string[]) => writeFile(place('config.yaml'), [...lines, ...more].join('\n'));
const doneBefore = ({ steps }: { steps: readonly { name: string; wasDone: boolean }[] }) =>
  steps.map(({ name, wasDone }) => `${name} ${wasDone ? 'before' : 'now'}`);

describe('runConfig', () => {
  beforeEach(async () => {
    await writeLongTailedFiles(folder.path);
    await writeConfigOf('report: { rhos: [1] }');
  });

  it('does every step, each as its own command does it, and none twice', async () => {
    const config = await readRunConfig(place('config.yaml'));
    const first = await runConfig(config);
    expect(doneBefore(first)).toEqual(['fit now', 'evaluate now', 'report now']);
    const calibration = place('out/calibration.safetensors');
    const { fit, classNames } = await loadCalibration(calibration);
    expect(classNames).toEqual(['a', 'b', 'c']);
    expect(fit?.settings).toMatchObject({ rho: 1, validationFraction: 0.3 });
    expect(first.message).toBe(fit?.metrics?.message);
    const evaluation: unknown = JSON.parse(await readFile(place('out/evaluation.json'), 'utf8'));
    expect(evaluation).toEqual(
      JSON.parse(
        JSON.stringify(
          await evaluateFiles({ features: place('test.safetensors'), calibration, counts: place('counts.json') }),
        ),
      ),
    );
    expect(await readFile(place('out/report.html'), 'utf8')).toContain('Live: move rho');
    expect((await readdir(place('out'))).sort()).toEqual([
      'calibration.safetensors',
      'evaluation.json',
      'report.html',
      'steps.json',
    ]);
    const { mtimeMs } = await stat(calibration);
    expect(doneBefore(await runConfig(config))).toEqual(['fit before', 'evaluate before', 'report before']);
    expect((await stat(calibration)).mtimeMs).toBe(mtimeMs);
  });

  it('does again what a changed setting or file concerns, and no more', async () => {
    await runConfig(await readRunConfig(place('config.yaml')));
    await writeConfigOf();
    expect(doneBefore(await runConfig(await readRunConfig(place('config.yaml'))))).toEqual([
      'fit before',
      'evaluate before',
    ]);
    await utimes(place('test.safetensors'), 1, 1);
    expect(doneBefore(await runConfig(await readRunConfig(place('config.yaml'))))).toEqual([
      'fit before',
      'evaluate now',
    ]);
    await writeConfigOf('background: first');
    expect(doneBefore(await runConfig(await readRunConfig(place('config.yaml'))))).toEqual(['fit now', 'evaluate now']);
    await writeFile(place('out/steps.json'), 'broken');
    expect(doneBefore(await runConfig(await readRunConfig(place('config.yaml'))))).toEqual(['fit now', 'evaluate now']);
  });

  it('goes on with a fit that was interrupted, and forgets one of other settings', async () => {
    const slow = 'optimizer: { kind: sgd, epochs: 40, batchSize: 64 }, engine: host';
    const fit = (rho: number) =>
      writeFile(
        place('slow.yaml'),
        `output: slow\nfeatures: { train: train.safetensors }\nfit: { rho: ${rho}, ${slow} }\n`,
      );
    const interruptAt = async (at: number) => {
      const interrupted = new AbortController();
      const onProgress = (_: string, { share }: { share: number }) => {
        if (share > at) interrupted.abort(new Error('enough'));
      };
      await expect(
        runConfig(await readRunConfig(place('slow.yaml')), { onProgress, signal: interrupted.signal }),
      ).rejects.toThrow('enough');
      const names = await readdir(place('slow'));
      expect(names).toHaveLength(1);
      return names[0];
    };
    await fit(1);
    const ofFirst = await interruptAt(0.5);
    await fit(2);
    const ofSecond = await interruptAt(0.5);
    expect(ofSecond).not.toBe(ofFirst);
    const shares: number[] = [];
    await runConfig(await readRunConfig(place('slow.yaml')), { onProgress: (_, { share }) => shares.push(share) });
    expect(shares[0]).toBeGreaterThan(0.5);
    expect((await readdir(place('slow'))).sort()).toEqual(['calibration.safetensors', 'steps.json']);
  });

  it('says what it does, and to machines too', async () => {
    const { code, stdout } = await runInProcess(['run', place('config.yaml')]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^fit {7}.*calibration\.safetensors/m);
    expect(stdout).toContain('Better: +');
    const again = await runInProcess(['run', place('config.yaml'), '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({
      steps: [{ name: 'fit', wasDone: true }, { name: 'evaluate' }, { name: 'report' }],
    });
  });

  it.each([
    ['reports: {}', 'line 6, key reports must be one that is known, got reports'],
    ['report: { rhos: [1, x] }', 'line 6, key report.rhos.1 must be number, got "x"'],
    ['task: speech', 'line 6, key task must be one of "classification"|"segmentation"|"detection", got "speech"'],
    ['recipe: lvis-v1', 'line 6, key recipe must be one for classification, got "lvis-v1"'],
    ['export: { classifier: fc }', 'line 6, key export.model must be string, got nothing'],
  ])('refuses %j by file, line and key', async (line, message) => {
    await writeConfigOf(line);
    const { code, stdout, stderr } = await runInProcess(['run', place('config.yaml')]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`config.yaml: ${message}`);
    expect(stderr.trimEnd()).not.toContain('\n');
  });

  it('refuses a report without test rows', async () => {
    await writeFile(place('config.yaml'), 'features: { train: train.safetensors }\nreport: {}\n');
    const { stderr } = await runInProcess(['run', place('config.yaml')]);
    expect(stderr).toContain('config.yaml: line 2, key report must be nothing without test rows, got {}');
  });
});
