import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeLongTailedFiles } from '../fixtures/long-tailed-rows.js';
import { runInProcess } from '../fixtures/run-in-process.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';
import { evaluateFiles } from './evaluate-files.js';

const folder = temporaryFolder();

describe('disalign evaluate', () => {
  it('prints before and after per group, the verdict and its intervals, for people and for machines', async () => {
    const { train, test, counts } = await writeLongTailedFiles(folder.path);
    const calibration = join(folder.path, 'calibration.safetensors');
    await runInProcess(['fit', train, '--counts', counts, '--rho', '1.2', '-o', calibration]);
    const { code, stdout, stderr } = await runInProcess(['evaluate', test, '-c', calibration]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const evaluation = await evaluateFiles({ features: test, calibration });
    const { untouched, calibrated, overUntouched, message } = evaluation.verdict;
    const percent = (share: number | null) => (100 * (share ?? NaN)).toFixed(1);
    const few = stdout.split('\n').find((line) => line.startsWith('few-shot, under 20'));
    expect(few?.split(/ {2,}/)[1]).toBe(percent(untouched.meanClassAccuracy.few));
    expect(few?.split(/ {2,}/)[3]).toBe(percent(calibrated.meanClassAccuracy.few));
    expect(few).toContain(
      `[+${percent(overUntouched.few?.lower ?? null)}, +${percent(overUntouched.few?.upper ?? null)}]`,
    );
    expect(stdout).toContain('450 rows, 3 classes\n');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(message);

    const json = await runInProcess(['evaluate', test, '-c', calibration, '--json']);
    expect(JSON.parse(json.stdout)).toEqual(JSON.parse(JSON.stringify(evaluation)));
  });

  it('prints the metrics of segmentation', async () => {
    const { train, test } = await writeLongTailedFiles(folder.path);
    const calibration = join(folder.path, 'pixels.safetensors');
    const task = ['--task', 'segmentation'];
    await runInProcess(['fit', train, ...task, '--rho', '1', '-o', calibration]);
    const { stdout } = await runInProcess(['evaluate', test, ...task, '-c', calibration, '--groups', '1,1,1']);
    expect(stdout).toMatch(/^mIoU +\d+\.\d +\d+\.\d$/m);
    expect(stdout).toMatch(/^tail mIoU +\d+\.\d +\d+\.\d$/m);
    expect(stdout).toContain('450 pixels, 3 classes\n');
  });
});
