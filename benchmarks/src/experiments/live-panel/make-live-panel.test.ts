import { expect, it } from 'vitest';
import { comparedPriors } from '../methods/compared-prior.js';
import type { MeasuredMethod } from '../methods/method-run.js';
import { liveSettings } from './make-live-panel.js';

const calibration = { form: 'blend', scale: Float64Array.of(1), bias: Float64Array.of(2), confidence: null } as const;
const accuracies = { overall: 0.5, many: 0.5, medium: null, few: null };

it('has a setting for each fit: its rho, its prior and the parts it learned', () => {
  const run = {
    fitSeed: 0,
    chosen: { rho: 0.5 },
    trainedParameters: 1,
    test: accuracies,
    classAccuracy: [0.5],
    correct: Uint8Array.of(1, 0),
    calibration,
    meanConfidence: 1,
  };
  const measured: MeasuredMethod = {
    networkSeed: 0,
    request: {
      method: 'disalign',
      priors: comparedPriors,
      given: { rho: 0.5 },
      learn: { scale: false, bias: true, confidence: false },
    },
    runs: comparedPriors.map((prior) => ({ ...run, prior })),
    testLabels: Int32Array.of(0, 0),
  };
  const parts = { magnitude: false, margin: true, confidence: false };
  expect(liveSettings([measured])).toEqual(
    comparedPriors.map((targetPrior) => ({ rho: 0.5, ...parts, targetPrior, calibration })),
  );
});
