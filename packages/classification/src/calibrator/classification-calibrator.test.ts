import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, featuresInMemory, type FeatureSource } from '@disalign/core';
import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { ClassificationCalibrator } from './classification-calibrator.js';

const CLASSES = 3;

/** Synthetic rows of a classifier that favours class 0: class k lies around the k-th axis, but logit 0 is 5 too high. */
function biasedRows(counts: readonly number[], seed: number): FeatureSource {
  const random = createRandom(seed);
  const labels = counts.flatMap((count, label) => new Array<number>(count).fill(label));
  const features = labels.map((label) =>
    Array.from({ length: CLASSES }, (_, axis) => random.normal() + (axis === label ? 2 : 0)),
  );
  const logits = features.map(([a, b, c]) => [2 * a + 5, 2 * b, 2 * c]);
  return featuresInMemory({ features, logits, labels });
}

const train = biasedRows([400, 60, 15], 1);
const validation = biasedRows([200, 200, 200], 2);
const test = biasedRows([200, 200, 200], 3);
const settings = { rho: 1 } as const;

describe('ClassificationCalibrator', () => {
  it('fits, helps the tail, and says so', async () => {
    const calibrator = new ClassificationCalibrator({ settings, classNames: ['a', 'b', 'c'] });
    const { verdict } = await calibrator.fit({ train, validation });
    expect(verdict?.recommendation).toBe('calibrated');
    const { meanClassAccuracy } = await calibrator.evaluate(test);
    const untouched = verdict!.untouched.meanClassAccuracy;
    expect(meanClassAccuracy.few).toBeGreaterThan(untouched.few! + 0.1);
    expect(meanClassAccuracy.overall).toBeGreaterThan(untouched.overall! + 0.03);
  });

  it('predicts the class of the largest probability', async () => {
    const calibrator = new ClassificationCalibrator({ settings });
    await calibrator.fit({ train, validation });
    const batch = await test.read({ start: 0, end: 20 });
    const probabilities = calibrator.predictProbabilities(batch);
    const classes = calibrator.predict(batch);
    for (let row = 0; row < batch.rows; row++) {
      const values = [...probabilities.subarray(row * CLASSES, (row + 1) * CLASSES)];
      expectClose([values.reduce((a, b) => a + b, 0)], [1], { relative: 1e-12 });
      expect(classes[row]).toBe(values.indexOf(Math.max(...values)));
    }
  });

  it('is the same after its file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'disalign-calibrator-'));
    const path = join(folder, 'calibration.safetensors');
    const calibrator = new ClassificationCalibrator({ settings, classNames: ['a', 'b', 'c'] });
    await calibrator.fit({ train, validation });
    await calibrator.save(path);
    const loaded = await ClassificationCalibrator.load(path);
    await rm(folder, { recursive: true });
    expect(loaded.record).toEqual(calibrator.record);
    expect(loaded.record.fit).toMatchObject({ counts: [400, 60, 15], kernel: 'host-float64', settings: { rho: 1 } });
    expect(await loaded.evaluate(test)).toEqual(await calibrator.evaluate(test));
  });

  it('refuses to predict before it is fitted, and names for other classes', async () => {
    expect(() => new ClassificationCalibrator().record).toThrow('it must be fitted or loaded first');
    const calibrator = new ClassificationCalibrator({ classNames: ['a'] });
    await expect(calibrator.fit({ train })).rejects.toThrow('`classNames` must hold 3 names, one a class, got 1');
  });

  it('stays as it was when a fit is interrupted', async () => {
    const calibrator = new ClassificationCalibrator({ settings });
    await calibrator.fit({ train, validation });
    const before = calibrator.record;
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(calibrator.fit({ train: validation }, { signal })).rejects.toThrow('enough');
    expect(calibrator.record).toBe(before);
  });
});
