import { describe, expect, it } from 'vitest';
import { completeFitSettings, settingOf } from './fit-settings.js';

describe('completeFitSettings', () => {
  it('fills in every default, and is done with what is complete', () => {
    const settings = completeFitSettings({});
    expect(settings).toMatchObject({
      form: 'blend',
      learn: { scale: true, bias: true, confidence: true },
      rho: 'auto',
      reduction: 'weights',
      optimizer: { kind: 'lbfgs', maxIterations: 100, weightDecay: 0, decayTowards: 'identity' },
      engine: 'host',
      seed: 0,
    });
    expect(completeFitSettings(settings)).toEqual(settings);
    const sgd = completeFitSettings({ optimizer: { kind: 'sgd' } });
    expect(sgd.optimizer).toMatchObject({ epochs: 10, batchSize: 256, momentum: 0.9, schedule: { kind: 'cosine' } });
    expect(completeFitSettings(structuredClone(sgd))).toEqual(sgd);
  });

  it('learns what it is not told to leave out', () => {
    expect(completeFitSettings({ learn: { scale: false } }).learn).toEqual({
      scale: false,
      bias: true,
      confidence: true,
    });
    expect(completeFitSettings({ learn: { bias: undefined } }).learn.bias).toBe(true);
  });

  it('keeps each part of a schedule', () => {
    const schedule = {
      kind: 'multistep',
      milestones: [3, 5],
      factor: 0.5,
      warmUp: { steps: 2, startFactor: 0 },
    } as const;
    const { optimizer } = completeFitSettings({
      optimizer: { kind: 'sgd', schedule: { ...schedule, milestones: [3, 5] } },
    });
    expect(optimizer).toMatchObject({ schedule });
  });

  it.each([
    [{ rho: -1 }, /^fitCalibration: `rho`: /],
    [{ optimizer: { kind: 'sgd', epochs: 0 } }, /^fitCalibration: `optimizer\.epochs`: /],
    [{ optimizer: { kind: 'sgd', batchSize: 1.5 } }, /^fitCalibration: `optimizer\.batchSize`: /],
    [{ optimizer: { kind: 'lbfgs', batchSize: 5 } }, /^fitCalibration: `optimizer`: .*batchSize/],
    [{ validationFraction: 1 }, /^fitCalibration: `validationFraction`: /],
    [{ learn: { scales: false } }, /^fitCalibration: `learn`: .*scales/],
    [{ sed: 1 }, /^fitCalibration: `settings`: .*sed/],
    [
      { engine: 'tensors' },
      "fitCalibration: `engine` must be 'host' with L-BFGS, whose line search needs float64, got 'tensors'",
    ],
  ])('names the setting that breaks a rule (%#)', (settings, message) => {
    const call = () => completeFitSettings(settings as Parameters<typeof completeFitSettings>[0]);
    expect(call).toThrow(RangeError);
    expect(call).toThrow(message);
  });
});

describe('settingOf', () => {
  it('takes one number for all, or one for each group', () => {
    expect(settingOf(0.2, 'bias', 1)).toBe(0.2);
    expect(settingOf({ bias: 0 }, 'bias', 1)).toBe(0);
    expect(settingOf({ bias: 0 }, 'scale', 1)).toBe(1);
  });
});
