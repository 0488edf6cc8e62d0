import { describeOnEveryBackend, expectClose } from '@disalign/test-support';
import { beforeAll, describe, expect, it } from 'vitest';
import { identityCalibration } from '../calibration/identity-calibration.js';
import { scoreCalibration } from '../fitting/score-calibration.js';
import { tailFeatures } from '../fitting/fixtures/tail-features.js';
import { encodeMethod } from '../method-files/encode-method.js';
import { parseMethod } from '../method-files/parse-method.js';
import { accuracyUnderPrior } from '../metrics/accuracy-under-prior.js';
import { targetShares, type TargetPrior } from '../reweighting/target-shares.js';
import { applyMethod } from './apply-method.js';
import { balancedSoftmax } from './balanced-softmax.js';
import type { FittedMethod, Method, MethodData, MethodOptions } from './method.js';
import { methods } from './methods.js';
import { scoreMethod } from './score-method.js';

// K = 3 classes, D = 4 features, the last of them noise to the heads.
const counts = [400, 60, 10];
const [train, validation, test] = [counts, [60, 60, 60], [200, 200, 200]].map((rows, i) =>
  widen(tailFeatures(rows, counts, i + 1)),
);
const balanced = widen(tailFeatures([400, 400, 400], counts, 4));
const head = {
  classes: 3,
  featureSize: 4,
  weight: Float32Array.of(2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0),
  bias: Float32Array.from(counts, Math.log),
};
const data: MethodData = { train, validation, counts, head, balanced };
/** Short trainings: 2 steps where only the interface is looked at. */
const short = { epochs: 2, batchSize: 512, onWarning: () => {} };

/** The same rows with a constant feature more: an even number of features. */
function widen(source: ReturnType<typeof tailFeatures>): ReturnType<typeof tailFeatures> {
  return {
    ...source,
    featureSize: 4,
    async read(range, view) {
      const batch = await source.read(range, view);
      const features = new Float32Array(batch.rows * 4).fill(0.5);
      for (let i = 0; i < batch.features.length; i++) features[Math.floor(i / 3) * 4 + (i % 3)] = batch.features[i];
      return { ...batch, features };
    },
  };
}

async function accuracyOf(fitted: FittedMethod, prior: TargetPrior = 'uniform'): Promise<number> {
  return accuracyUnderPrior((await scoreMethod(test, fitted)).counts, targetShares(prior, counts)) ?? NaN;
}

describeOnEveryBackend('every method', () => {
  it.each(methods.map((method) => [method.name, method] as const))(
    '%s is fitted, applied, saved and loaded alike',
    async (name, method: Method) => {
      const fitted = await method.fit(data, short);
      expect(fitted.method).toBe(name);
      expect(fitted.trainedParameters).toBe(method.facts.trainedParameters.count({ classes: 3, featureSize: 4 }));
      const batch = await test.read({ start: 0, end: 30 });
      const logits = await applyMethod(fitted, batch);
      expect(logits).toHaveLength(90);
      const loaded = parseMethod(encodeMethod(fitted), 'a');
      expect(loaded).toEqual(fitted);
      expect(await applyMethod(loaded, batch)).toEqual(logits);
    },
  );
});

describe('the methods', () => {
  it('have names and titles of their own, the baseline first and the bound last', () => {
    for (const list of [methods.map(({ name }) => name), methods.map(({ facts }) => facts.title)]) {
      expect(new Set(list).size).toBe(methods.length);
    }
    expect([methods[0].name, methods.at(-1)?.name]).toEqual(['joint', 'empirical-bound']);
  });

  it('leave the joint baseline as it is, and score it as its logits', async () => {
    const joint = await scoreMethod(test, await methods[0].fit(data));
    expect(joint).toEqual(await scoreCalibration(test, identityCalibration(3)));
  });
});

describeOnEveryBackend('on a classifier that swallows its tail', (backend) => {
  // Trainings of some hundred steps, which a software adapter would take minutes for.
  const trains = backend !== 'webgpu';
  let joint: number;
  beforeAll(async () => {
    joint = await accuracyOf(await methods[0].fit(data));
  });

  it.runIf(trains)('every method that moves boundaries does better than the baseline', async () => {
    const moving = methods.filter(({ name }) => !['joint', 'temperature-scaling'].includes(name));
    for (const method of moving) {
      const options = { epochs: 20, batchSize: 64, learningRate: 0.1, onWarning: () => {} };
      const accuracy = await accuracyOf(await method.fit(data, options));
      expect(accuracy, method.name).toBeGreaterThan(joint);
    }
  });

  it.runIf(trains)('a method with a target prior is best where the classes occur by it', async () => {
    const priors = ['uniform', 'training', 'backward'] as const;
    const priorBased: readonly Method<MethodOptions & { epochs?: number }>[] = methods.filter(
      ({ name }) => name === 'logit-adjustment' || name === 'balanced-softmax',
    );
    for (const method of priorBased) {
      const fits = await Promise.all(
        priors.map((targetPrior) => method.fit(data, { targetPrior, epochs: 20, seed: 1 })),
      );
      for (const [i, prior] of priors.entries()) {
        const accuracies = await Promise.all(fits.map((fitted) => accuracyOf(fitted, prior)));
        expect(accuracies[i], `${method.name}, ${prior}`).toBe(Math.max(...accuracies));
      }
    }
  });

  it('balanced softmax adds the log of the target prior to the bias', async () => {
    const fit = async (targetPrior: TargetPrior) => {
      const { outcome } = await balancedSoftmax.fit(data, { ...short, targetPrior });
      if (outcome.kind !== 'head') throw new Error('not a head');
      return outcome.head;
    };
    const [uniform, given] = [await fit('uniform'), await fit([0.5, 0.3, 0.2])];
    expect(given.weight).toEqual(uniform.weight);
    const moved = given.bias?.map((value, j) => value - (uniform.bias?.[j] ?? NaN)) ?? [];
    expectClose(moved, [0.5, 0.3, 0.2].map(Math.log), { relative: 1e-5 });
  });
});
