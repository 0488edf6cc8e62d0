import { readdirSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withBackgroundColumn } from '@disalign/core';
import { calibrationFromCheckpoint, loadCalibration } from '@disalign/core/node';
import { describe, expect, it } from 'vitest';
import { checkpointFolder } from '../fixtures/checkpoints.js';
import { runInProcess } from '../fixtures/run-in-process.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';

const folder = temporaryFolder();
const place = (name: string) => join(folder.path, name);
const checkpoint = (name: string) => join(checkpointFolder, `${name}.pth`);
const hostile = readdirSync(checkpointFolder).filter((name) => name.startsWith('hostile-'));

describe('disalign import', () => {
  it('writes the calibration of a checkpoint of the authors, and says what it is', async () => {
    await writeFile(place('names.txt'), 'a\nb\nc\nd\ne\n');
    const output = place('calibration.safetensors');
    const args = ['import', checkpoint('classification'), '--form', 'additive', '-o', output];
    expect(await runInProcess([...args, '--class-names', place('names.txt')])).toEqual({
      code: 0,
      stdout: `Written: ${output}, 5 classes, a confidence layer of 7 features\n`,
      stderr: '',
    });
    const calibration = await calibrationFromCheckpoint(checkpoint('classification'), { form: 'additive' });
    expect(await loadCalibration(output)).toEqual({ calibration, classNames: ['a', 'b', 'c', 'd', 'e'], fit: null });
    const { stdout } = await runInProcess([...args, '--json']);
    expect(JSON.parse(stdout)).toEqual({ output, form: 'additive', classes: 5, features: 7 });
  });

  it('puts the background of a detector beside its classes', async () => {
    const output = place('regions.safetensors');
    const args = ['import', checkpoint('detection'), '--form', 'blend', '--background', 'last', '-o', output];
    expect((await runInProcess(args)).code).toBe(0);
    const foreground = await calibrationFromCheckpoint(checkpoint('detection'), { form: 'blend' });
    expect((await loadCalibration(output)).calibration).toEqual(withBackgroundColumn(foreground, 'last'));
  });

  it('refuses every hostile checkpoint, and those that are none, in one line, and writes nothing', async () => {
    expect(hostile.length).toBeGreaterThan(10);
    await writeFile(place('cut.pth'), (await readFile(checkpoint('classification'))).subarray(0, 900));
    await writeFile(place('text.pth'), 'no checkpoint');
    const files = [...hostile.map((name) => join(checkpointFolder, name)), place('cut.pth'), place('text.pth')];
    for (const file of [...files, checkpoint('legacy'), checkpoint('every-dtype')]) {
      const { code, stdout, stderr } = await runInProcess(['import', file, '--form', 'blend', '-o', place('never')]);
      expect({ file, code, stdout }).toEqual({ file, code: 2, stdout: '' });
      expect(stderr).toMatch(/^disalign: .*\n$/);
      expect(stderr).toContain(`${file}: `);
    }
    expect(await readdir(folder.path)).not.toContain('never');
  });

  it('refuses names of other classes, and parameters at a place where they are not', async () => {
    await writeFile(place('few.txt'), 'a\nb\n');
    const args = ['import', checkpoint('classification'), '--form', 'additive', '-o', place('never')];
    const few = await runInProcess([...args, '--class-names', place('few.txt')]);
    expect(few.stderr).toBe('disalign: importCheckpoint: `classNames` must be 5, one a class, got 2\n');
    const elsewhere = await runInProcess([...args, '--prefix', 'head']);
    expect(elsewhere.stderr).toContain('parameter head.logit_scale must be a tensor, got none');
    expect([few.code, elsewhere.code]).toEqual([2, 2]);
    expect(await readdir(folder.path)).not.toContain('never');
  });
});
