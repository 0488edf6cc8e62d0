import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom, type Calibration } from '@disalign/core';
import { attachCalibration } from '@disalign/onnx';
import { z } from 'zod';

const schema = z.array(
  z.object({
    file: z.string(),
    classes: z.number(),
    featureSize: z.number(),
    background: z.enum(['none', 'first', 'last']),
  }),
);

/**
 * Attaches a drawn calibration, with a confidence, to each model that the tests of `@disalign/onnx` read.
 *
 * @param models the folder that `make_models.py` wrote
 * @param out an empty folder for the calibrated models
 * @returns their names
 */
export async function attachToFixtures(models: string, out: string): Promise<string[]> {
  const cases = schema.parse(JSON.parse(await readFile(join(models, 'models.json'), 'utf8')));
  for (const { file, classes, featureSize, background } of cases) {
    const calibration = drawCalibration(background === 'none' ? classes : classes - 1, featureSize);
    const record = { calibration, classNames: null, fit: null };
    await attachCalibration(join(models, file), join(out, file), record, { background });
  }
  return cases.map(({ file }) => file);
}

function drawCalibration(classes: number, featureSize: number): Calibration {
  const random = createRandom(classes, featureSize);
  const draw = (length: number, center: number) => Float64Array.from({ length }, () => center + random.normal() / 4);
  const deviation = new Float64Array(featureSize).fill(1);
  const confidence = { weight: draw(featureSize, 0), bias: 0.1, mean: draw(featureSize, 0), deviation };
  return { form: 'blend', scale: draw(classes, 1), bias: draw(classes, 0), confidence };
}
