import { expectClose } from '@disalign/test-support';
import { describe, expect, it, vi } from 'vitest';
import { featuresInMemory } from '../features/features-in-memory.js';
import { drawFeatures } from '../features/fixtures/draw-features.js';
import { hostEngine } from './engines/host-engine.js';
import { completeFitSettings, type FitSettingsInput } from './fit-settings.js';
import {
  ConfidenceCollapseError,
  FitDivergedError,
  type OneFit,
  type OneFitState,
  resultOf,
  runOneFit,
  startOneFit,
} from './one-fit.js';
import type { OptimizerStep } from './optimizer.js';
import { identityVector, type ParameterLayout } from './parameter-vector.js';

const layoutOf = (featureSize: number, classes: number): ParameterLayout => ({
  form: 'blend',
  classes,
  confidence: { mean: new Float64Array(featureSize), deviation: new Float64Array(featureSize).fill(1) },
});

/** A fit of drawn rows in 5 batches an epoch. */
function drawnFit(settings: FitSettingsInput, validate: OneFit['validate'] = null): OneFit {
  const source = drawFeatures({ rows: 70 });
  return {
    source,
    engine: hostEngine(source),
    layout: layoutOf(3, 5),
    classWeights: Float64Array.of(1, 2, 3, 4, 5),
    settings: completeFitSettings({ rho: 1, ...settings }, 2e6),
    validate,
  };
}

/**
 * Rows whose confidence is one number for all: a steep margin overshoots in its first step, and a steep confidence then
 * goes where overshooting costs nothing.
 */
function collapsingFit(bias: number, epochs: number): OneFit {
  const labels = Array.from({ length: 20 }, (_, i) => (i < 15 ? 0 : 1));
  const logits = labels.map((_, i) => [i % 3 ? 1 : -1, 0]);
  const optimizer = {
    kind: 'sgd',
    epochs,
    batchSize: 20,
    momentum: 0,
    schedule: { kind: 'constant' },
    learningRate: { scale: 0, bias, confidence: 300 },
  } as const;
  const source = featuresInMemory({ features: labels.map(() => [0]), logits, labels });
  return {
    source,
    engine: hostEngine(source),
    layout: layoutOf(1, 2),
    classWeights: Float64Array.of(0.5, 0.5),
    settings: completeFitSettings({ rho: 0, optimizer }, 2e6),
    validate: null,
  };
}

async function collect(fit: OneFit, start = startOneFit(fit)): Promise<{ state: OneFitState; step: OptimizerStep }[]> {
  const yielded = [];
  for await (const one of runOneFit(fit, start)) yielded.push(one);
  return yielded;
}

const sgd = { kind: 'sgd', epochs: 6, batchSize: 16, learningRate: 0.5 } as const;

describe('runOneFit', () => {
  it('records mean loss and confidence of each epoch', async () => {
    const yielded = await collect(drawnFit({ optimizer: sgd }));
    expect(yielded).toHaveLength(30);
    const { history, epoch } = yielded.at(-1)!.state;
    expect(history).toHaveLength(6);
    expect(epoch).toEqual({ loss: 0, confidence: 0, steps: 0 });
    history.forEach(({ loss, meanConfidence, validationScore }, e) => {
      const steps = yielded.slice(5 * e, 5 * e + 5).map(({ step }) => step);
      expectClose([loss], [steps.reduce((sum, step) => sum + step.loss / 5, 0)], { relative: 1e-14 });
      const confidence = steps.reduce((sum, step) => sum + step.meanConfidence / 5, 0);
      expectClose([meanConfidence], [confidence], { relative: 1e-14 });
      expect(validationScore).toBeNull();
    });
    expect(yielded.map(({ state }) => state.history.length)).toEqual(yielded.map((_, i) => Math.floor((i + 1) / 5)));
  });

  it('ends with the last parameters where nothing stops it early', async () => {
    const fit = drawnFit({ optimizer: { kind: 'lbfgs', maxIterations: 4 } });
    const { state } = (await collect(fit)).at(-1)!;
    expect(resultOf(state)).toBe(state.optimizer.parameters);
    expect(resultOf(startOneFit(fit))).toEqual(identityVector(fit.layout));
  });

  it.each(['sgd', 'lbfgs'] as const)('stops early, and keeps the best parameters: %s', async (kind) => {
    const accuracies = [0.5, 0.7, 0.6, 0.7, 0.9, 1];
    const validate = vi.fn(async () => accuracies[validate.mock.calls.length - 1]);
    const optimizer = kind === 'sgd' ? sgd : ({ kind, lossTolerance: 0 } as const);
    const fit = drawnFit({ optimizer, earlyStop: { patience: 2 } }, validate);
    const yielded = await collect(fit);
    const { state } = yielded.at(-1)!;
    // The best is epoch 2, as an equal score is no better; two epochs later it stops.
    expect(state.history.map(({ validationScore }) => validationScore)).toEqual([0.5, 0.7, 0.6, 0.7]);
    expect(state.best).toMatchObject({ score: 0.7, epoch: 2 });
    const atBest = yielded.find((one) => one.state.history.length === 2)!.state.optimizer.parameters;
    expect(resultOf(state)).toEqual(atBest);
    expect(resultOf(state)).not.toEqual(state.optimizer.parameters);
    expect(await collect(fit, state)).toEqual([]);
  });

  it('validates only to stop early', async () => {
    const validate = vi.fn(async () => 1);
    await collect(drawnFit({ optimizer: { ...sgd, epochs: 1 } }, validate));
    expect(validate).not.toHaveBeenCalled();
  });

  it('moves only what it is to learn, with a rate of its own', async () => {
    const learn = { scale: false };
    const learningRate = { bias: 0, confidence: 0.5 };
    const { state } = (await collect(drawnFit({ learn, optimizer: { ...sgd, learningRate } }))).at(-1)!;
    expect(state.optimizer.parameters.slice(0, 10)).toEqual(Float64Array.of(1, 1, 1, 1, 1, 0, 0, 0, 0, 0));
    const slow = drawnFit({ optimizer: { ...sgd, epochs: 1, batchSize: 70, learningRate: { bias: 1e-3 } } });
    const [{ state: moved }] = await collect(slow);
    const [first] = await collect(drawnFit({ optimizer: { ...sgd, epochs: 1, batchSize: 70, learningRate: 0.03 } }));
    const ratio = (at: number) =>
      (moved.optimizer.parameters[at] - (at < 5 ? 1 : 0)) / (first.state.optimizer.parameters[at] - (at < 5 ? 1 : 0));
    // A group that is left out has the default rate.
    expectClose([ratio(0), ratio(5)], [1 / 3, 1 / 30], { relative: 1e-10 });
  });

  it.each([
    ['identity', 1],
    ['zero', 0],
  ] as const)('decays towards the %s', async (decayTowards, scale) => {
    const optimizer = { kind: 'lbfgs', weightDecay: 1e6, decayTowards } as const;
    const { state } = (
      await collect(drawnFit({ optimizer }), startOneFit(drawnFit({}), new Float64Array(14).fill(0.5)))
    ).at(-1)!;
    const identity = identityVector(layoutOf(3, 5)).map((value) => value * scale);
    expectClose(state.optimizer.parameters, identity, { absolute: 1e-5 });
  });

  it('starts again from more confidence where the confidence collapses, and tells so in its state', async () => {
    const yielded = await collect(collapsingFit(10, 30));
    const attempts = yielded.map(({ state }) => state.attempt);
    const firstAgain = attempts.indexOf(1);
    expect(firstAgain).toBeGreaterThan(1);
    expect(attempts.slice(firstAgain)).toEqual(new Array(30).fill(1));
    const again = yielded[firstAgain].state;
    expect(again.optimizer.step).toBe(1);
    expectClose([again.history[0].meanConfidence], [1 / (1 + Math.exp(-2))], { relative: 1e-12 });
    expect(yielded.at(-1)!.state.history.at(-1)!.meanConfidence).toBeGreaterThan(0.1);
    // The confidence learns ten times more slowly: at the identity only the margin moves, in the second step both do.
    expect(yielded.every(({ state }) => state.history.every(({ meanConfidence }) => meanConfidence >= 0.01))).toBe(
      true,
    );
  });

  it('goes on from states before and after a restart, to the same last bit', async () => {
    const fit = collapsingFit(10, 30);
    const all = await collect(fit);
    for (const done of [1, 5, all.findIndex(({ state }) => state.attempt === 1), all.length - 3]) {
      expect(await collect(fit, structuredClone(all[done].state))).toEqual(all.slice(done + 1));
    }
  });

  it('gives up by name at the second collapse', async () => {
    const error = await collect(collapsingFit(30, 30)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConfidenceCollapseError);
    expect(error).toMatchObject({
      name: 'ConfidenceCollapseError',
      message:
        'fitCalibration: the confidence collapsed: its mean fell under 0.01, twice. ' +
        'Lower its learning rate, or fit without it (learn: { confidence: false })',
    });
  });

  it('adds up steps that are told together, and names the one that diverged', async () => {
    const fit = drawnFit({ optimizer: { ...sgd, epochs: 1 } });
    const { optimizer } = startOneFit(fit);
    const tellTogether = (losses: number[]): OneFit => {
      const batches = losses.map((loss, i) => ({ loss, meanConfidence: 0.5 + i / 10 }));
      const state = { ...optimizer, step: losses.length, done: true };
      const step = { ...batches.at(-1)!, earlier: batches.slice(0, -1), state, endsEpoch: true, totalSteps: 3 };
      async function* descend(): AsyncGenerator<OptimizerStep> {
        yield step;
      }
      return { ...fit, engine: { ...fit.engine, descend } };
    };
    const [{ state }] = await collect(tellTogether([1, 2, 6]));
    expect(state.history).toEqual([{ loss: 3, meanConfidence: (0.5 + 0.6 + 0.7) / 3, validationScore: null }]);
    await expect(collect(tellTogether([1, NaN, 6]))).rejects.toThrow('the fit diverged at step 2, loss NaN');
  });

  it('fails by name where the loss is no number any more', async () => {
    // Rate times decay 1,000: each step takes every number a thousand times further from its target.
    const optimizer = { ...sgd, epochs: 100, learningRate: 100, weightDecay: 10 };
    const error = await collect(drawnFit({ learn: { confidence: false }, optimizer })).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(FitDivergedError);
    expect(String(error)).toMatch(
      /^FitDivergedError: fitCalibration: the fit diverged at step \d+, loss \S+: lower the learning rates$/,
    );
  });
});
