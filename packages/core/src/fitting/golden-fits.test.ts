import { describeOnEveryBackend, expectClose } from '@disalign/test-support';
import { beforeAll, describe, it } from 'vitest';
import type { Calibration } from '../calibration/calibration.js';
import { featuresInMemory } from '../features/features-in-memory.js';
import { goldens } from '../fixtures/goldens.js';
import { registerKernels } from '../kernels/fixtures/register-kernels.js';
import { classWeights } from '../reweighting/class-weights.js';
import { fitCalibration } from './fit-calibration.js';
import { goldenSettings, goldenVector, type GoldenFit } from './fixtures/golden-fit.js';
import { gatheringStore } from './gathering-store.js';
import { hostObjective } from './host-objective.js';
import { identityVector, type ParameterLayout } from './parameter-vector.js';
import { runSgd } from './run-sgd.js';

const names = ['fit_blend', 'fit_additive'] as const;
const sourceOf = ({ features, logits, labels }: GoldenFit) => featuresInMemory({ features, logits, labels });
const vectorOf = ({ scale, bias, confidence }: Calibration) => [
  ...scale,
  ...bias,
  ...confidence!.weight,
  confidence!.bias,
];

describe.each(names)('%s in float64', (name) => {
  const golden = goldens[name];
  const features = Float64Array.from(golden.features.flat());
  const logits = Float64Array.from(golden.logits.flat());
  const labels = Int32Array.from(golden.labels);

  it('has the 60 losses and the parameters of PyTorch', async () => {
    const layout: ParameterLayout = {
      form: golden.form,
      classes: 5,
      confidence: { mean: new Float64Array(8), deviation: new Float64Array(8).fill(1) },
    };
    const weights = classWeights(golden.counts, { rho: golden.rho });
    const host = hostObjective({ layout, classWeights: weights, reduction: golden.reduction });
    // A feature source holds float32; these are the inputs in float64, all rows in order in every step.
    const rows = { rows: 200, features, logits, labels };
    const objective = { evaluate: (parameters: Float64Array) => host.evaluate(parameters, rows) };
    const { optimizer } = goldenSettings(golden);
    const group = { learningRate: optimizer.learningRate, weightDecay: optimizer.weightDecay, decayTarget: 0 };
    const parameters = identityVector(layout);
    const problem = {
      store: gatheringStore(sourceOf(golden), objective),
      groups: [{ ...group, start: 0, end: parameters.length }],
    };

    const losses: number[] = [];
    let last = parameters;
    const settings = { ...optimizer, sampler: 'instance-balanced', seed: 0 } as const;
    for await (const step of runSgd(problem, settings, { step: 0, parameters, memory: {}, done: false })) {
      losses.push(step.loss);
      last = step.state.parameters;
    }
    expectClose(losses, golden.losses, { relative: 1e-9 });
    expectClose(last, goldenVector(golden), { relativeToLargest: 1e-9 });
  });

  it('is what fitCalibration finds on float32 features', async () => {
    const data = { train: sourceOf(golden), counts: golden.counts };
    const { calibration, history } = await fitCalibration(data, { settings: goldenSettings(golden) });
    expectClose(
      history.map(({ loss }) => loss),
      golden.losses,
      { relativeToLargest: 2e-7 },
    );
    expectClose(vectorOf(calibration), goldenVector(golden), { relativeToLargest: 2e-7 });
  });
});

/** Losses and parameters of PyTorch, by an engine in float32. */
async function expectGoldenFit(name: (typeof names)[number], engine: 'wasm' | 'tensors'): Promise<void> {
  const golden = goldens[name];
  const data = { train: sourceOf(golden), counts: golden.counts };
  const { calibration, history } = await fitCalibration(data, { settings: { ...goldenSettings(golden), engine } });
  const losses = history.map(({ loss }) => loss);
  expectClose(losses, golden.losses, { relativeToLargest: 2e-5 });
  expectClose(vectorOf(calibration), goldenVector(golden), { relativeToLargest: 2e-5 });
}

it.each(names)('%s with the WebAssembly kernels', (name) => expectGoldenFit(name, 'wasm'));

describeOnEveryBackend('the golden fits', (backend) => {
  beforeAll(() => registerKernels(backend));

  // One form is enough for the slow software adapter of WebGPU: the objective is tested on it with both.
  it.each(backend === 'webgpu' ? names.slice(0, 1) : names)('%s with float32 tensors', (name) =>
    expectGoldenFit(name, 'tensors'),
  );
});
