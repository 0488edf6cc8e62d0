import { fitCalibration, logitAdjustment, shotGroups } from '@disalign/core';
import { liveValues, parseLivePanel } from '@disalign/report';
import { describe, expect, it } from 'vitest';
import { longTailedRows, trainCounts } from '../fixtures/long-tailed-rows.js';
import { fitLivePanel } from './fit-live-panel.js';

const train = longTailedRows(trainCounts, 1);
const test = longTailedRows([40, 40, 40], 2);
const settings = { rho: 1.2, optimizer: { kind: 'lbfgs', maxIterations: 5 }, validationFraction: 0 } as const;
const classNames = ['a', 'b', 'c'];
const shared = { train, test, counts: trainCounts, classNames };

describe('fitLivePanel', () => {
  it('fits once for each setting, and shows the calibration itself at its own', async () => {
    const result = await fitCalibration({ train }, { settings });
    const { calibration, kernel } = result;
    const record = {
      ...{ calibration, classNames },
      fit: { counts: trainCounts, settings: result.settings, kernel, metrics: null },
    };
    const shares: number[] = [];
    const onProgress = ({ share }: { share: number }) => shares.push(share);
    const panel = parseLivePanel(await fitLivePanel({ ...shared, record, rhos: [0, 1.2], onProgress }));
    const choice = { rho: 1.2, magnitude: true, margin: true, confidence: true, targetPrior: 'uniform' } as const;
    expect(panel.settings.map(({ rho, magnitude }) => [rho, magnitude])).toEqual([
      [0, true],
      [0, false],
      [1.2, true],
      [1.2, false],
    ]);
    expect(panel.initial).toEqual(choice);
    expect(panel.settings[2].calibration).toEqual(calibration);
    const learn = { scale: false, bias: true, confidence: false };
    const margin = await fitCalibration({ train }, { settings: { ...settings, rho: 0, learn } });
    expect(panel.settings[1].calibration).toEqual(margin.calibration);
    expect(panel.groups).toEqual(shotGroups(trainCounts));
    const { untouched, calibrated } = liveValues(panel, choice);
    expect(calibrated.groups.few).toBeGreaterThan(untouched.groups.few ?? 1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
  });

  it('fits all parts where the calibration was not fitted', async () => {
    const record = { calibration: logitAdjustment(trainCounts), classNames, fit: null };
    const panel = parseLivePanel(await fitLivePanel({ ...shared, record, rhos: [1] }));
    expect(panel.settings.map(({ calibration }) => calibration.confidence !== null)).toEqual([true, false]);
  });
});
