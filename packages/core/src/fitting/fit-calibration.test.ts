import { describeOnEveryBackend } from '@disalign/test-support';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { FeatureSource } from '../features/feature-source.js';
import { featuresInMemory } from '../features/features-in-memory.js';
import { registerKernels } from '../kernels/fixtures/register-kernels.js';
import { isFused } from '../kernels/is-fused.js';
import { ALIGN_KERNEL } from '../kernels/kernel-contract.js';
import { encodeFitState } from './encode-fit-state.js';
import { fitCalibration, type FitOptions, type FitProgress, type FitResult } from './fit-calibration.js';
import type { FitSettingsInput } from './fit-settings.js';
import type { FitState } from './fit-state.js';
import { tailFeatures } from './fixtures/tail-features.js';
import { parseFitState } from './parse-fit-state.js';

const counts = [400, 80, 10];
const data = { train: tailFeatures([60, 25, 8], counts), validation: tailFeatures([15, 15, 15], counts, 2), counts };
const sgd = { kind: 'sgd', epochs: 2, batchSize: 40, learningRate: 0.3 } as const;
const lbfgs = { kind: 'lbfgs', maxIterations: 6 } as const;

const fit = (settings: FitSettingsInput, options: FitOptions = {}): Promise<FitResult> =>
  fitCalibration(data, { settings, onWarning: () => {}, ...options });

/** A fit, and every state that a checkpoint after each step saved. */
async function fitWithStates(settings: FitSettingsInput): Promise<{ result: FitResult; states: FitState[] }> {
  const states: FitState[] = [];
  const result = await fit(settings, { checkpoint: { everySteps: 1, save: (state) => void states.push(state) } });
  return { result, states };
}

const reread = (state: FitState) => parseFitState(encodeFitState(state), 'state');

describe('fitCalibration', () => {
  it('returns what the fit was, completed', async () => {
    const result = await fit({ rho: 0.5, optimizer: lbfgs });
    expect(result).toMatchObject({ counts, candidates: [], warnings: [], kernel: 'host-float64' });
    expect(result.settings).toMatchObject({ rho: 0.5, form: 'blend', optimizer: { ...lbfgs, memory: 10 }, seed: 0 });
    expect(result.calibration.confidence?.weight).toHaveLength(3);
    expect(result.history.length).toBeLessThanOrEqual(6);
    expect(result.trainAccuracy).toBeGreaterThan(0.8);
    expect(result.verdict?.calibrated.rows).toBe(45);
  });

  it('makes a classifier that swallows its tail better', async () => {
    const train = tailFeatures([200, 60, 20], counts);
    const validation = tailFeatures([60, 60, 60], counts, 2);
    const { verdict, history } = await fitCalibration({ train, validation, counts }, { settings: { rho: 0.3 } });
    expect(verdict?.recommendation).toBe('calibrated');
    expect(verdict?.overUntouched.overall?.lower).toBeGreaterThan(0.05);
    expect(history.at(-1)!.loss).toBeLessThan(history[0].loss);
  });

  it.each([{ ...sgd, epochs: 20, learningRate: 0.02 }, lbfgs])(
    'learns a rectified confidence: $kind',
    async (optimizer) => {
      const { calibration, history, kernel } = await fit({ rho: 0.5, confidenceForm: 'rectified', optimizer });
      expect(kernel).toBe('host-float64');
      expect(calibration.confidence?.form).toBe('rectified');
      expect(calibration.confidence?.weight.every((weight) => weight !== 0)).toBe(true);
      expect(history.at(-1)!.loss).toBeLessThan(history[0].loss);
      expect(Math.min(...history.map(({ meanConfidence }) => meanConfidence))).toBeGreaterThanOrEqual(0.5);
    },
  );

  it('has no verdict without validation rows', async () => {
    const { verdict } = await fitCalibration({ train: data.train }, { settings: { rho: 1, validationFraction: 0 } });
    expect(verdict).toBeNull();
  });

  it.each([sgd, lbfgs])('tries rho 0 to 3, and gives what the best of them gives: $kind', async (optimizer) => {
    const { candidates, ...result } = await fit({ optimizer });
    expect(candidates.map(({ rho }) => rho)).toEqual(Array.from({ length: 31 }, (_, i) => i / 10));
    const best = Math.max(...candidates.map(({ validationScore }) => validationScore!));
    expect(best).toBeGreaterThan(candidates[30].validationScore!);
    expect(result.settings.rho).toBe(candidates.find(({ validationScore }) => validationScore === best)!.rho);
    const { candidates: none, ...given } = await fit({ optimizer, rho: result.settings.rho });
    expect(none).toEqual([]);
    expect(result).toEqual(given);
  });

  it('scores a candidate of gradient descent by what asking for its rho gives', async () => {
    const { candidates } = await fit({ optimizer: sgd });
    const { verdict } = await fit({ optimizer: sgd, rho: 0.7 });
    expect(candidates[7].validationScore).toBeCloseTo(verdict!.calibrated.meanClassAccuracy.overall!, 14);
  });

  it('takes the smallest rho of equals', async () => {
    const { settings, candidates } = await fit({
      learn: { scale: false, bias: false, confidence: false },
      optimizer: sgd,
    });
    expect(new Set(candidates.map(({ validationScore }) => validationScore)).size).toBe(1);
    expect(settings.rho).toBe(0);
  });

  it.each(['blend', 'additive'] as const)('leaves what is not to be learned at the identity: %s', async (form) => {
    const one = form === 'blend' ? 1 : 0;
    for (const optimizer of [sgd, lbfgs]) {
      const settings = { rho: 0.5, form, optimizer };
      const noScale = (await fit({ ...settings, learn: { scale: false } })).calibration;
      expect(noScale.scale).toEqual(Float64Array.of(one, one, one));
      expect(noScale.bias.every((margin) => margin !== 0)).toBe(true);
      const noBias = (await fit({ ...settings, learn: { bias: false } })).calibration;
      expect(noBias.bias).toEqual(new Float64Array(3));
      expect(noBias.confidence!.weight.every((weight) => weight !== 0)).toBe(true);
      const noConfidence = await fit({ ...settings, learn: { confidence: false } });
      expect(noConfidence.calibration.confidence).toBeNull();
      expect(noConfidence.history.every(({ meanConfidence }) => meanConfidence === 1)).toBe(true);
    }
  });

  it('fits both forms to the same calibration, as they are one family', async () => {
    const blend = (await fit({ rho: 0.5, optimizer: sgd })).calibration;
    const additive = (await fit({ rho: 0.5, optimizer: sgd, form: 'additive' })).calibration;
    blend.scale.forEach((scale, k) => expect(scale).toBeCloseTo(additive.scale[k] + 1, 12));
    blend.bias.forEach((bias, k) => expect(bias).toBeCloseTo(additive.bias[k], 12));
  });

  it('gives one result for one seed, and another for another', async () => {
    const settings = { rho: 0.5, optimizer: sgd, seed: 11 };
    const first = await fit(settings);
    expect(await fit(settings)).toEqual(first);
    expect((await fit({ ...settings, seed: 12 })).calibration.bias).not.toEqual(first.calibration.bias);
  });

  it('tells of traps, on the console unless told where', async () => {
    const optimizer = { ...sgd, sampler: 'class-balanced' } as const;
    const onWarning = vi.fn();
    const { warnings } = await fit({ rho: 1, optimizer }, { onWarning });
    expect(warnings).toHaveLength(1);
    expect(onWarning.mock.calls).toEqual([[warnings[0]]]);
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    await fitCalibration(data, { settings: { rho: 1, optimizer } });
    expect(warn.mock.calls).toEqual([[warnings[0]]]);
    warn.mockRestore();
  });
});

describe('the progress of fitCalibration', () => {
  it('goes from the first step of the first candidate to the last of the fit that is returned', async () => {
    const progress: FitProgress[] = [];
    const { settings, history } = await fit({ optimizer: sgd }, { onProgress: (now) => progress.push(now) });
    const total = 6; // 2 epochs of 93 rows in batches of 40
    expect(progress).toHaveLength(32 * total);
    progress.forEach(({ candidates, step, totalSteps, rho, meanConfidence }, i) => {
      expect({ done: candidates.done, step }).toEqual({ done: Math.floor(i / total), step: (i % total) + 1 });
      expect([candidates.total, totalSteps]).toEqual([31, total]);
      expect(rho).toBe(candidates.done < 31 ? candidates.done / 10 : settings.rho);
      expect(meanConfidence).toBeGreaterThan(0);
    });
    expect(progress.slice(-3).reduce((sum, { loss }) => sum + loss / 3, 0)).toBeCloseTo(history.at(-1)!.loss, 12);
  });

  it('has no candidates where rho is given', async () => {
    const progress: FitProgress[] = [];
    await fit({ rho: 0.5, optimizer: lbfgs }, { onProgress: (now) => progress.push(now) });
    expect(progress.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(progress.at(-1)).toMatchObject({ rho: 0.5, candidates: { done: 0, total: 0 }, step: 6, totalSteps: 6 });
  });
});

describe('a fit that goes on from a checkpoint', () => {
  const cases: [string, FitSettingsInput, number][] = [
    ['gradient descent', { rho: 0.5, optimizer: { ...sgd, epochs: 4, sampler: 'square-root' } }, 1],
    ['L-BFGS', { rho: 0.5, optimizer: lbfgs }, 1],
    ['early stopping', { rho: 0.5, optimizer: { ...sgd, epochs: 30 }, earlyStop: { patience: 2 } }, 2],
    ['a search for rho by gradient descent', { optimizer: { ...sgd, epochs: 1 } }, 7],
    ['a search for rho by L-BFGS', { optimizer: { ...lbfgs, maxIterations: 4 } }, 9],
  ];
  it.each(cases)('ends with the same last bit, whichever it is: %s', async (_, settings, every) => {
    const { result, states } = await fitWithStates(settings);
    expect(states.length).toBeGreaterThan(4);
    for (let k = 0; k < states.length; k += every) {
      const copy = k % 2 ? structuredClone(states[k]) : reread(states[k]);
      expect(copy).toEqual(states[k]);
      expect(await fit(settings, { resume: copy })).toEqual(result);
    }
    // The last step of a candidate, and the last of all, are among the states.
    const last = states.at(-1)!;
    expect(await fit(settings, { resume: last })).toEqual(result);
  });

  it('saves every so many steps', async () => {
    const steps: number[] = [];
    const save = async ({ current }: FitState) => void steps.push(current.optimizer.step);
    await fit({ rho: 0.5, optimizer: { ...sgd, epochs: 3 } }, { checkpoint: { everySteps: 4, save } });
    expect(steps).toEqual([4, 8]);
  });

  it('is refused where the state is of another fit', async () => {
    const settings: FitSettingsInput = { rho: 0.5, optimizer: sgd };
    const { states } = await fitWithStates(settings);
    const [resume] = states;
    const message = 'fitCalibration: `resume` must be the state of a fit of the same data, settings and backend';
    for (const other of [
      { seed: 1 },
      { rho: 0.6 },
      { form: 'additive' },
      { engine: 'tensors' },
      { optimizer: lbfgs },
    ]) {
      await expect(fit({ ...settings, ...other } as FitSettingsInput, { resume })).rejects.toThrow(
        new RangeError(message),
      );
    }
    const fewer = { ...data, train: tailFeatures([60, 25, 7], counts) };
    await expect(fitCalibration(fewer, { settings, resume })).rejects.toThrow(message);
    await expect(fitCalibration({ ...data, counts: [400, 80, 11] }, { settings, resume })).rejects.toThrow(message);
  });
});

describe('a fit that is aborted', () => {
  /** Runs until `abort` is called by one of the options that are made with it. */
  async function abortedFit(settings: FitSettingsInput, options: (abort: () => void) => FitOptions, from = data) {
    const controller = new AbortController();
    const reason = new Error('enough');
    const states: FitState[] = [];
    const checkpoint = { everySteps: 1000, save: (state: FitState) => void states.push(state) };
    const run = fitCalibration(from, {
      settings,
      signal: controller.signal,
      checkpoint,
      ...options(() => controller.abort(reason)),
    });
    await expect(run).rejects.toBe(reason);
    expect(states).toHaveLength(1);
    return states[0];
  }

  it.each([{ rho: 0.5, optimizer: sgd }, { optimizer: lbfgs }])(
    'ends after the step that runs, saves it, and can go on (%#)',
    async (settings) => {
      let calls = 0;
      const state = await abortedFit(settings, (abort) => ({ onProgress: () => ++calls === 5 && abort() }));
      expect(calls).toBe(5);
      expect(state.candidates.length * 6 + state.current.optimizer.step).toBeGreaterThanOrEqual(5);
      expect(await fit(settings, { resume: reread(state) })).toEqual(await fit(settings));
    },
  );

  it('saves between two candidates too', async () => {
    const settings: FitSettingsInput = { optimizer: sgd };
    let abort = () => {};
    const { validation } = data;
    const watched: FeatureSource = {
      ...validation,
      read: (range, view) => {
        abort();
        return validation.read(range, view);
      },
    };
    const state = await abortedFit(settings, (call) => ({ onProgress: () => (abort = call) }), {
      ...data,
      validation: watched,
    });
    expect(state.candidates).toHaveLength(1);
    expect(state.current.optimizer.step).toBe(0);
    expect(await fit(settings, { resume: reread(state) })).toEqual(await fit(settings));
  });

  it('does not start where it is aborted before', async () => {
    const onProgress = vi.fn();
    await expect(fit({ rho: 1 }, { signal: AbortSignal.abort(), onProgress })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(onProgress).not.toHaveBeenCalled();
  });
});

describeOnEveryBackend('fitCalibration with tensors', (backend) => {
  beforeAll(() => registerKernels(backend));

  it('computes there by itself where it is fused on a graphics card, and in WebAssembly of its own otherwise', async () => {
    const { kernel } = await fit({ rho: 0.5, optimizer: { ...sgd, epochs: 1 } });
    expect(kernel).toMatch(backend === 'webgpu' ? /^tensors-float32-webgpu-fused$/ : /^wasm-float32-(strict|relaxed)$/);
    expect((await fit({ rho: 0.5, optimizer: lbfgs })).kernel).toBe('host-float64');
  });

  it('names its kernel, repeats itself, and goes on from a checkpoint to the same last bit', async () => {
    const settings: FitSettingsInput = { rho: 0.5, optimizer: { ...sgd, epochs: 3 }, engine: 'tensors' };
    const { result, states } = await fitWithStates(settings);
    const tfName = backend === 'node' ? 'tensorflow' : backend;
    expect(result.kernel).toBe(`tensors-float32-${tfName}${isFused(ALIGN_KERNEL) ? '-fused' : ''}`);
    expect(result.history).toHaveLength(3);
    expect(await fit(settings)).toEqual(result);
    expect(states).toHaveLength(3);
    for (const state of states) expect(await fit(settings, { resume: reread(state) })).toEqual(result);
  });

  it('tells the steps that are read back, and saves and stops there', async () => {
    const optimizer = { ...sgd, epochs: 2, batchSize: 2 }; // 47 steps each
    const settings: FitSettingsInput = { rho: 0.5, optimizer, engine: 'tensors' };
    const [told, saved]: number[][] = [[], []];
    const save = ({ current }: FitState) => void saved.push(current.optimizer.step);
    const controller = new AbortController();
    const onProgress = ({ step }: FitProgress) => {
      told.push(step);
      if (step === 64) controller.abort();
    };
    const options = { onProgress, checkpoint: { everySteps: 40, save }, signal: controller.signal };
    await expect(fit(settings, options)).rejects.toMatchObject({ name: 'AbortError' });
    expect(told).toEqual([32, 47, 64]);
    expect(saved).toEqual([47, 64]);
  });

  // A step takes the software adapter of WebGPU a quarter of a second.
  it.skipIf(backend === 'webgpu')('searches for rho, and goes on in the middle of it', async () => {
    const settings: FitSettingsInput = { optimizer: { ...sgd, epochs: 1, batchSize: 93 }, engine: 'tensors' };
    const { result, states } = await fitWithStates(settings);
    expect(result.candidates).toHaveLength(31);
    expect(await fit(settings, { resume: reread(states[20]) })).toEqual(result);
  });
});

describe('fitCalibration of hostile data', () => {
  it('takes one class, and one row of each of two', async () => {
    const rows = { features: [[1], [2]], logits: [[1], [2]], labels: [0, 0] };
    const one = await fitCalibration({ train: featuresInMemory(rows) }, { onWarning: () => {} });
    expect(one.calibration.scale).toEqual(Float64Array.of(1));
    const two = featuresInMemory({
      features: [[1], [2]],
      logits: [
        [3, 1],
        [3, 2],
      ],
      labels: [0, 1],
    });
    const settings = { rho: 1, validationFraction: 0, optimizer: lbfgs };
    expect((await fitCalibration({ train: two }, { settings })).history.length).toBeGreaterThan(0);
  });
});
