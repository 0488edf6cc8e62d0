import { expect, it } from 'vitest';
import { smallPanel } from '../fixtures/small-panel.js';
import type { LivePanel } from './live-panel.js';
import { liveGroups, liveValues } from './live-values.js';

const choice = { rho: 1, magnitude: false, margin: true, confidence: false, targetPrior: 'uniform' } as const;
const setting = (targetPrior: 'uniform' | 'training', bias: number) => ({
  ...choice,
  targetPrior,
  calibration: {
    form: 'blend' as const,
    scale: Float64Array.of(1, 1),
    bias: Float64Array.of(0, bias),
    confidence: null,
  },
});

// Four rows: both cats are predicted right, of two lynxes one, which the margin 2 puts right at the cost of the second cat.
const panel: LivePanel = {
  classNames: ['cat', 'lynx'],
  counts: [900, 100],
  groups: ['frequent', 'rare'],
  settings: [setting('uniform', 2), setting('training', 0)],
  test: {
    features: new Float32Array(4),
    logits: Float32Array.of(5, 0, 1, 0, 1, 0, 0, 1),
    labels: Int32Array.of(0, 0, 1, 1),
  },
};

it('scores the untouched model and the chosen calibration, overall, by group and by class', () => {
  expect(liveValues(panel, choice)).toEqual({
    untouched: { overall: 0.75, groups: { frequent: 1, rare: 0.5 }, classes: [1, 0.5] },
    calibrated: { overall: 0.75, groups: { frequent: 0.5, rare: 1 }, classes: [0.5, 1] },
  });
});

it('weighs the classes overall as the target prior says', () => {
  const { untouched, calibrated } = liveValues(panel, { ...choice, targetPrior: 'training' });
  // 0.9 of cats, all right, and 0.1 of lynxes, half of them right.
  expect(untouched.overall).toBeCloseTo(0.95, 12);
  expect(calibrated).toEqual(untouched);
});

it('changes nothing without magnitude and margin, whatever the confidence', () => {
  const { untouched, calibrated } = liveValues(panel, { ...choice, margin: false, confidence: true });
  expect(calibrated).toEqual(untouched);
});

it('refuses a choice that was not fitted', () => {
  expect(() => liveValues(panel, { ...choice, rho: 2 })).toThrow(
    'liveValues: `choice` must be a setting of the panel, got rho 2, margin, uniform prior',
  );
});

it('gives null for what has no test rows', () => {
  const { logits } = panel.test;
  const cats = {
    ...panel,
    test: { features: new Float32Array(2), logits: logits.slice(0, 4), labels: Int32Array.of(0, 0) },
  };
  expect(liveValues(cats, choice).untouched).toEqual({
    overall: 1,
    groups: { frequent: 1, rare: null },
    classes: [1, null],
  });
});

it('names the groups from that of the largest class on', () => {
  expect(liveGroups(smallPanel())).toEqual(['many', 'medium', 'few']);
  expect(liveGroups({ counts: [1, 50, 7], groups: ['rare', 'frequent', 'common'] })).toEqual([
    'frequent',
    'common',
    'rare',
  ]);
});
