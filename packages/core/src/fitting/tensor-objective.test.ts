import { describeOnEveryBackend, expectClose } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';
import type { FeatureBatch } from '../features/feature-source.js';
import { drawFeatures } from '../features/fixtures/draw-features.js';
import { float32Tolerance } from '../fixtures/float32-tolerance.js';
import { registerKernels } from '../kernels/fixtures/register-kernels.js';
import { type AlignmentSetting, hostObjective } from './host-objective.js';
import { identityVector, type ParameterLayout } from './parameter-vector.js';
import { tensorObjective } from './tensor-objective.js';

const confidence = { mean: Float64Array.of(0.5, -1, 2), deviation: Float64Array.of(2, 0.5, 1) };
const blend: ParameterLayout = { form: 'blend', classes: 5, confidence };
const setting: AlignmentSetting = {
  layout: blend,
  classWeights: Float64Array.of(0.01, 0.04, 0.15, 0.3, 0.5),
  reduction: 'weights',
};
const drawBatch = async (): Promise<FeatureBatch> => drawFeatures({ rows: 24 }).read({ start: 0, end: 24 });

describeOnEveryBackend('tensorObjective', (backend) => {
  const tolerance = float32Tolerance(backend);
  beforeAll(() => registerKernels(backend));

  async function expectAsOnHost(of: AlignmentSetting, batch: FeatureBatch): Promise<void> {
    const parameters = identityVector(of.layout).map((value, i) => value + 0.3 * Math.sin(i + 1));
    const expected = hostObjective(of).evaluate(parameters, batch);
    const actual = await tensorObjective(of).evaluate(parameters, batch);
    expectClose([actual.loss], [expected.loss], tolerance);
    expectClose(actual.gradient, expected.gradient, tolerance);
    expectClose([actual.confidence], [expected.confidence], tolerance);
    expect(actual.count).toBe(expected.count);
    expect(actual.divisor).toBe(expected.divisor);
  }

  it.each(['blend', 'additive'] as const)('has the sums and gradients of the host: %s', async (form) => {
    await expectAsOnHost({ ...setting, layout: { ...blend, form } }, await drawBatch());
  });

  it('has them without a confidence layer', async () => {
    await expectAsOnHost({ ...setting, layout: { ...blend, confidence: null } }, await drawBatch());
  });

  it.each(['count', 'all'] as const)('has them with ignored rows, and the divisor of %s', async (reduction) => {
    const batch = await drawBatch();
    const labels = batch.labels.map((label, row) => (row % 3 === 0 ? -1 - row : label));
    await expectAsOnHost({ ...setting, reduction }, { ...batch, labels });
  });

  it('has them with weights so steep that float32 cannot hold their products', async () => {
    const batch = await drawBatch();
    const labels = batch.labels.map((label) => Math.min(label, 1));
    await expectAsOnHost({ ...setting, classWeights: Float64Array.of(1e-44, 1e-42, 0, 0, 1) }, { ...batch, labels });
  });

  it('has them where no row counts, or none has a weight', async () => {
    const batch = await drawBatch();
    await expectAsOnHost(setting, { ...batch, labels: batch.labels.map(() => -1) });
    const classWeights = Float64Array.of(0, 1, 1, 1, 1);
    await expectAsOnHost({ ...setting, classWeights, reduction: 'count' }, { ...batch, labels: new Int32Array(24) });
  });

  it('leaves no tensor behind, step after step', async () => {
    const objective = tensorObjective(setting);
    const batch = await drawBatch();
    const before = tf.memory();
    for (let step = 0; step < 3; step++) await objective.evaluate(identityVector(blend), batch);
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
  });
});
