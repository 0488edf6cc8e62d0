import { expect, it } from 'vitest';
import { deviation, runStatistics } from './run-statistics.js';

const accuracies = (overall: number, few: number | null) => ({ overall, many: 0.9, medium: 0.5, few });

it('means over networks, and deviations over networks and over the seeds of a network', () => {
  // Network means 0.5 and 0.7 overall; within them 0.4 and 0.6, and 0.7 twice: variances 0.02 and 0.
  const networks = [
    [accuracies(0.4, 0.1), accuracies(0.6, 0.1)],
    [accuracies(0.7, 0.1), accuracies(0.7, 0.1)],
  ];
  const statistics = runStatistics(networks);
  expect(statistics.mean.overall).toBeCloseTo(0.6, 12);
  expect(statistics.deviationOverNetworks.overall).toBeCloseTo(0.2 / Math.SQRT2, 12);
  expect(statistics.deviationOverFits.overall).toBeCloseTo(0.1, 12);
  expect(statistics.deviationOverNetworks.many).toBeCloseTo(0, 12);
});

it('has null for a group without classes, and for the deviation of one value', () => {
  const { mean, deviationOverNetworks, deviationOverFits } = runStatistics([[accuracies(0.4, null)]]);
  expect(mean).toEqual({ overall: 0.4, many: 0.9, medium: 0.5, few: null });
  const none = { overall: null, many: null, medium: null, few: null };
  expect([deviationOverNetworks, deviationOverFits]).toEqual([none, none]);
  expect(deviation([1, 3])).toBe(Math.SQRT2);
});
