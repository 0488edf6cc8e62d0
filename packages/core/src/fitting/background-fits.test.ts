import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { featuresInMemory } from '../features/features-in-memory.js';
import { createRandom } from '../random/create-random.js';
import { insertBackground, type BackgroundColumn } from '../reweighting/background-column.js';
import { fitCalibration } from './fit-calibration.js';
import type { FitSettingsInput } from './fit-settings.js';

// Three classes, which the network has seen 200, 40 and 6 times, beside 250 rows of background.
const counts = [200, 40, 6];
const random = createRandom(3);
const classes = [...counts.flatMap((rows, k) => new Array<number>(rows).fill(k)), ...new Array<number>(250).fill(3)];
const features = classes.map((k) => counts.map((_, axis) => (axis === k ? 2 : 0) + random.normal()));
const foreground = features.map((row) => row.map((value, k) => 2 * value + Math.log(counts[k] / 100)));

const regions = (background: BackgroundColumn) =>
  featuresInMemory({
    features,
    logits: foreground.map((row) => insertBackground(row, background, 1.5)),
    labels: classes.map((k) => (background === 'last' ? k : (k + 1) % 4)),
  });
const fit = (background: BackgroundColumn, settings: FitSettingsInput) =>
  fitCalibration(
    { train: regions(background) },
    {
      settings: { rho: 0.8, normalization: 'classes', validationFraction: 0, background, ...settings },
      onWarning: () => {},
    },
  );
const sgd = { kind: 'sgd', epochs: 8, batchSize: 128, weightDecay: 0.01, decayTowards: 'zero' } as const;

describe('a fit with a background column', () => {
  it.each<[string, FitSettingsInput]>([
    ['L-BFGS', {}],
    ['gradient descent on the host', { optimizer: sgd, engine: 'host' }],
    ['gradient descent in WebAssembly', { optimizer: sgd, engine: 'wasm' }],
    ['a sigmoid head', { probabilities: 'sigmoid' }],
  ])('%s: leaves it as it is and moves the others, wherever it stands', async (_, settings) => {
    const last = await fit('last', settings);
    const { scale, bias } = last.calibration;
    expect([scale[3], bias[3]]).toEqual([1, 0]);
    expect([...scale.slice(0, 3), ...bias.slice(0, 3)].every((value) => value !== 1 && value !== 0)).toBe(true);
    expect(last.counts).toEqual([...counts, 250]);
    const first = await fit('first', settings);
    const turned = (values: Float64Array) => [...values.slice(1), values[0]];
    // Sums in another order; on wasm they are float32.
    const tolerance = { relative: last.kernel === 'host-float64' ? 1e-6 : 1e-4 };
    expectClose(turned(first.calibration.scale), scale, tolerance);
    expectClose(turned(first.calibration.bias), bias, tolerance);
  });

  it('raises the rare class, and says in its settings where the background is', async () => {
    const { calibration, settings } = await fit('last', {});
    expect(calibration.bias[2]).toBeGreaterThan(calibration.bias[0] + 0.3);
    expect(settings).toMatchObject({ background: 'last', probabilities: 'softmax' });
    const sigmoid = await fit('last', { probabilities: 'sigmoid' });
    expect(sigmoid.calibration.bias[2]).toBeGreaterThan(sigmoid.calibration.bias[0] + 0.3);
  });

  it('is fitted on the host where the head is a sigmoid one', async () => {
    expect((await fit('last', { probabilities: 'sigmoid', optimizer: sgd })).kernel).toBe('host-float64');
    await expect(fit('last', { probabilities: 'sigmoid', optimizer: sgd, engine: 'wasm' })).rejects.toThrow(
      "`engine` must be 'host' with a sigmoid head",
    );
  });

  it('is judged against logit adjustment that leaves the background alone', async () => {
    const settings = { background: 'last', rho: 0.8, validationFraction: 0.3, seed: 2 } as const;
    const { verdict } = await fitCalibration({ train: regions('last') }, { settings, onWarning: () => {} });
    expect(verdict!.logitAdjustment.classAccuracy[3]).toBeLessThanOrEqual(verdict!.untouched.classAccuracy[3]!);
    expect(verdict!.calibrated.rows).toBeGreaterThan(100);
  });
});
