import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, FileFormatError, identityCalibration } from '@disalign/core';
import { readMutants } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { detachCalibration } from '../detach/detach-calibration.js';
import { modelPath } from '../fixtures/model-cases.js';
import { attachCalibration } from './attach-calibration.js';

describe('1,500 mutated models', () => {
  it('are each refused as a format error, or calibrated and given back', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'disalign-mutants-'));
    const [mutant, calibrated, back] = ['mutant', 'calibrated', 'back'].map((name) => join(folder, `${name}.onnx`));
    const names = ['mobilenet-opset-11', 'box-head-torchvision', 'keras-tf2onnx'];
    const originals = await Promise.all(names.map((name) => readFile(modelPath({ file: `${name}.onnx` }))));
    const records = [7, 7, 9].map((classes) => ({
      calibration: identityCalibration(classes),
      classNames: null,
      fit: null,
    }));
    const random = createRandom(5);
    const nextInt = (bound: number) => random.nextInt(bound);
    let turn = 0;
    let undone = 0;
    const { read, refused } = await readMutants({ originals, count: 1500, nextInt, file: folder }, async (bytes) => {
      await writeFile(mutant, bytes);
      await attachCalibration(mutant, calibrated, records[turn++ % 3]);
      // A length written in more bytes than it needs is not given back as it was: that is refused.
      const refusal = await detachCalibration(calibrated, back).catch((error: unknown) => error);
      if (refusal === undefined) {
        expect((await readFile(back)).equals(bytes)).toBe(true);
        undone++;
      } else expect(refusal).toBeInstanceOf(FileFormatError);
    });
    await rm(folder, { recursive: true });
    expect(undone).toBeGreaterThan(0.9 * read);
    expect(read).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(300);
  });
});
