import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { logitAdjustment } from '@disalign/core';
import { saveCalibration } from '@disalign/core/node';
import { describe, expect, it } from 'vitest';
import { resnetPath } from '../fixtures/models.js';
import { runInProcess } from '../fixtures/run-in-process.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';

const folder = temporaryFolder();
const place = (name: string) => join(folder.path, name);

describe('disalign detach', () => {
  it('gives back the bytes of the model that export was given', async () => {
    const calibration = logitAdjustment(Array.from({ length: 10 }, (_, k) => 100 - k));
    await saveCalibration(place('c.safetensors'), { calibration, classNames: null, fit: null });
    const [calibrated, original] = [place('calibrated.onnx'), place('original.onnx')];
    await runInProcess(['export', place('c.safetensors'), '-m', resnetPath, '-o', calibrated]);
    expect(await runInProcess(['detach', calibrated, '-o', original])).toEqual({
      code: 0,
      stdout: `Written: ${original}, without the calibration\n`,
      stderr: '',
    });
    expect((await readFile(original)).equals(await readFile(resnetPath))).toBe(true);
    const { stdout } = await runInProcess(['detach', calibrated, '-o', original, '--json']);
    expect(JSON.parse(stdout)).toEqual({ output: original });
  });

  it('refuses a model that is not calibrated, in one line, and writes nothing', async () => {
    const { code, stdout, stderr } = await runInProcess(['detach', resnetPath, '-o', place('never.onnx')]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      `disalign: ${resnetPath}: model must be calibrated by attachCalibration, got no disalign.prefix\n`,
    );
    expect(await readdir(folder.path)).not.toContain('never.onnx');
  });
});
