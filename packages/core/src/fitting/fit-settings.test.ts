import { describe, expect, it, vi } from 'vitest';
import { completeFitSettings } from './fit-settings.js';

describe('completeFitSettings', () => {
  it('fills in every default, and is done with what is complete', () => {
    const settings = completeFitSettings({}, 2e6);
    expect(settings).toMatchObject({
      form: 'blend',
      learn: { scale: true, bias: true, confidence: true },
      rho: 'auto',
      reduction: 'weights',
      rhoSearch: 'grid',
      optimizer: { kind: 'sgd', epochs: 'auto', batchSize: 256, momentum: 0.9, schedule: { kind: 'cosine' } },
      engine: 'wasm',
      deterministic: false,
      seed: 0,
    });
    expect(completeFitSettings(settings, 1)).toEqual(settings);
    const lbfgs = completeFitSettings({}, 1e6);
    expect(lbfgs.optimizer).toMatchObject({ maxIterations: 100, memory: 10, decayTowards: 'identity' });
    expect(completeFitSettings(structuredClone(lbfgs), 2e6)).toEqual(lbfgs);
  });

  it.each(['tensors', 'wasm'] as const)('takes gradient descent for %s, however few logits there are', (engine) => {
    expect(completeFitSettings({ engine }, 1).optimizer.kind).toBe('sgd');
  });

  it.each(['tensors', 'wasm'] as const)('refuses L-BFGS for %s', (engine) => {
    expect(() => completeFitSettings({ engine, optimizer: { kind: 'lbfgs' } }, 1)).toThrow(
      `fitCalibration: \`engine\` must be 'host' with L-BFGS, whose line search needs float64, got '${engine}'`,
    );
  });

  it('computes a rectified confidence on the host, and nowhere else', () => {
    const settings = { confidenceForm: 'rectified', optimizer: { kind: 'sgd' } } as const;
    expect(completeFitSettings(settings, 2e6).engine).toBe('host');
    expect(() => completeFitSettings({ ...settings, engine: 'wasm' }, 2e6)).toThrow(
      "fitCalibration: `engine` must be 'host' with a rectified confidence, which the kernels do not have, got 'wasm'",
    );
  });

  it('computes on the host where the engine has no SIMD', () => {
    const validate = vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    expect(completeFitSettings({}, 2e6).engine).toBe('host');
    validate.mockRestore();
  });

  it('learns what it is not told to leave out', () => {
    expect(completeFitSettings({ learn: { scale: false } }, 1).learn).toEqual({
      scale: false,
      bias: true,
      confidence: true,
    });
    expect(completeFitSettings({ learn: { bias: undefined } }, 1).learn.bias).toBe(true);
  });

  it('gives each group its own, or all the one number', () => {
    const ratesOf = (learningRate: number | { bias: number }) => {
      const { optimizer } = completeFitSettings(
        {
          optimizer: { kind: 'sgd', learningRate, weightDecay: { scale: 0.1 } },
        },
        1,
      );
      if (optimizer.kind !== 'sgd') throw new Error('not asked for');
      return { rates: optimizer.learningRate, decays: optimizer.weightDecay };
    };
    expect(ratesOf(0.2).rates).toEqual({ scale: 0.2, bias: 0.2, confidence: 0.2 });
    expect(ratesOf({ bias: 0 }).rates).toEqual({ scale: 0.01, bias: 0, confidence: 0.01 });
    expect(ratesOf(0.2).decays).toEqual({ scale: 0.1, bias: 0, confidence: 0 });
  });

  it('keeps each part of a schedule', () => {
    const schedule = {
      kind: 'multistep',
      milestones: [3, 5],
      factor: 0.5,
      warmUp: { steps: 2, startFactor: 0 },
    } as const;
    const { optimizer } = completeFitSettings(
      {
        optimizer: { kind: 'sgd', schedule: { ...schedule, milestones: [3, 5] } },
      },
      1,
    );
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
      { engine: 'tensors', optimizer: { kind: 'lbfgs' } },
      "fitCalibration: `engine` must be 'host' with L-BFGS, whose line search needs float64, got 'tensors'",
    ],
  ])('names the setting that breaks a rule (%#)', (settings, message) => {
    const call = () => completeFitSettings(settings as Parameters<typeof completeFitSettings>[0], 1);
    expect(call).toThrow(RangeError);
    expect(call).toThrow(message);
  });
});
