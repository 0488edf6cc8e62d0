import { describeOnEveryBackend, expectClose } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it, vi } from 'vitest';
import type { FeatureSource } from '../../features/feature-source.js';
import { featuresInMemory } from '../../features/features-in-memory.js';
import { drawFeatures } from '../../features/fixtures/draw-features.js';
import { float32Tolerance } from '../../fixtures/float32-tolerance.js';
import { registerKernels } from '../../kernels/fixtures/register-kernels.js';
import { ALIGN_KERNEL } from '../../kernels/kernel-contract.js';
import { hostEngine } from '../engines/host-engine.js';
import type { EngineProblem } from '../engines/fit-engine.js';
import type { AlignmentSetting } from '../host-objective.js';
import type { BatchRecord, OptimizerState, OptimizerStep } from '../optimizer.js';
import { groupRanges, identityVector, type ParameterLayout } from '../parameter-vector.js';
import type { SgdSettings } from '../sgd-batches.js';
import { runSgdOnTensors } from './run-sgd-on-tensors.js';
import { tensorStore } from './tensor-store.js';

const confidence = { mean: Float64Array.of(0.5, -1, 2), deviation: Float64Array.of(2, 0.5, 1) };
const blend: ParameterLayout = { form: 'blend', classes: 5, confidence };
const classWeights = Float64Array.of(0.01, 0.04, 0.15, 0.3, 0.5);
const plain: AlignmentSetting = { layout: blend, classWeights, reduction: 'weights' };
const settings: SgdSettings = {
  epochs: 2,
  batchSize: 16,
  momentum: 0.9,
  schedule: { kind: 'cosine' },
  sampler: 'instance-balanced',
  seed: 4,
};

/** Scale and confidence learn, each at a rate of its own, and one decays; the bias does not. */
function problemOf(setting: AlignmentSetting): EngineProblem {
  const { scale, confidence: layer } = groupRanges(setting.layout);
  const groups = [
    { ...scale, learningRate: 0.3, weightDecay: 0.1, decayTarget: 1 },
    { ...layer, learningRate: 0.2, weightDecay: 0, decayTarget: 0 },
  ];
  return { setting, groups };
}

const startOf = ({ layout }: AlignmentSetting): OptimizerState => ({
  step: 0,
  parameters: identityVector(layout).map((value, i) => value + 0.3 * Math.sin(i + 1)),
  memory: {},
  done: false,
});

/** Drawn rows with other labels. */
async function relabelled(change: (label: number, row: number) => number): Promise<FeatureSource> {
  const drawn = drawFeatures({ rows: 70 });
  const labels = (await drawn.labels()).map(change);
  return {
    ...drawn,
    labels: async () => labels,
    read: async (range, view) => ({ ...(await drawn.read(range, view)), labels: labels.slice(range.start, range.end) }),
  };
}

async function collect(steps: AsyncIterable<OptimizerStep>): Promise<OptimizerStep[]> {
  const told = [];
  for await (const step of steps) told.push(step);
  return told;
}

const batchesOf = (steps: OptimizerStep[]): BatchRecord[] =>
  steps.flatMap(({ earlier = [], loss, meanConfidence }) => [...earlier, { loss, meanConfidence }]);

describeOnEveryBackend('runSgdOnTensors', (backend) => {
  beforeAll(() => registerKernels(backend));

  /** Runs with a store of its own. */
  async function run(
    source: FeatureSource,
    { setting = plain, wanted = settings, start = startOf(setting), mostResidentBytes = 2 ** 20 } = {},
  ): Promise<OptimizerStep[]> {
    const store = tensorStore(source, setting.layout.confidence, mostResidentBytes);
    try {
      return await collect(runSgdOnTensors({ store, ...problemOf(setting) }, wanted, start));
    } finally {
      await store.close();
    }
  }

  async function expectAsOnHost(source: FeatureSource, setting: AlignmentSetting): Promise<void> {
    const expected = await collect(hostEngine(source).descend(problemOf(setting), settings, startOf(setting)));
    const actual = await run(source, { setting });
    // Errors of a few steps add up.
    const tolerance = { relativeToLargest: 4 * float32Tolerance(backend).relativeToLargest };
    for (const name of ['loss', 'meanConfidence'] as const) {
      const valuesOf = (steps: OptimizerStep[]) => batchesOf(steps).map((batch) => batch[name]);
      expectClose(valuesOf(actual), valuesOf(expected), tolerance);
    }
    const [{ state: reached }, { state: wanted }] = [actual.at(-1)!, expected.at(-1)!];
    expectClose(reached.parameters, wanted.parameters, tolerance);
    expectClose(reached.memory.velocity.slice(0, 5), wanted.memory.velocity.slice(0, 5), tolerance);
    expect([reached.step, reached.done]).toEqual([wanted.step, true]);
    // What is in no group stays.
    expect(reached.parameters.slice(5, 10)).toEqual(
      Float64Array.from(Float32Array.from(wanted.parameters.slice(5, 10))),
    );
  }

  it('takes the steps of the host, in both forms, and without a confidence layer', async () => {
    const source = drawFeatures({ rows: 70, views: 2 });
    for (const layout of [blend, { ...blend, form: 'additive' }, { ...blend, confidence: null }] as const) {
      await expectAsOnHost(source, { ...plain, layout });
    }
  });

  it('takes them with ignored rows, under every reduction', async () => {
    const ignoring = await relabelled((label, row) => (row % 3 === 0 ? -1 : label));
    for (const reduction of ['weights', 'count', 'all'] as const)
      await expectAsOnHost(ignoring, { ...plain, reduction });
  });

  it('takes them with weights so steep that float32 cannot hold their products', async () => {
    const few = await relabelled((label) => Math.min(label, 1));
    await expectAsOnHost(few, { ...plain, classWeights: Float64Array.of(1e-44, 1e-42, 0, 0, 1) });
  });

  it('counts a batch of ignored rows, or of rows without weight, as a step that changes nothing', async () => {
    const rows = Array.from({ length: 16 }, (_, row) => [row, -row, 1]);
    const setting = { ...plain, layout: { ...blend, classes: 3 }, classWeights: Float64Array.of(0, 1, 1) };
    for (const [label, ignoreLabel] of [
      [0, undefined],
      [9, 9],
    ]) {
      const source = featuresInMemory({ features: rows, logits: rows, labels: rows.map(() => label!), ignoreLabel });
      const [, last] = await run(source, { setting });
      expect(last.loss).toBe(0);
      expect(last.state.parameters).toEqual(Float64Array.from(Float32Array.from(startOf(setting).parameters)));
    }
  });

  it('reads nothing back but every 32 steps, and at the end of an epoch', async () => {
    const source = drawFeatures({ rows: 70 });
    const reads = [vi.spyOn(tf.backend(), 'read'), vi.spyOn(tf.backend(), 'readSync')];
    const wanted = { ...settings, batchSize: 1 };
    const steps = await run(source, { wanted });
    expect(steps.map(({ state }) => state.step)).toEqual([32, 64, 70, 96, 128, 140]);
    expect(batchesOf(steps)).toHaveLength(140);
    const [later, atOnce] = reads.map((read) => read.mock.calls.length);
    expect(later).toBe(steps.length);
    // Kernels that run on this processor read each other's results, as they lie there.
    if (backend === 'webgpu') expect(atOnce).toBe(0);
    vi.restoreAllMocks();
  });

  it('goes on from any state it yielded, to the same last bit, wherever the rows are', async () => {
    const source = drawFeatures({ rows: 70, views: 2 });
    const wanted: SgdSettings = { ...settings, batchSize: 2, sampler: 'square-root' };
    const all = await run(source, { wanted });
    expect(all.map(({ state }) => state.step)).toEqual([32, 35, 64, 70]);
    for (const [done, { state }] of all.entries()) {
      expect(await run(source, { wanted, start: structuredClone(state), mostResidentBytes: 0 })).toEqual(
        all.slice(done + 1),
      );
    }
  });

  // On the software adapter of webgpu a step takes 20 ms.
  const manySteps = backend === 'webgpu' ? 100 : 1000;
  it(`leaves nothing behind on the backend in ${manySteps} steps`, async () => {
    const source = drawFeatures({ rows: 50 });
    const store = tensorStore(source, confidence);
    const wanted = { ...settings, batchSize: 50, epochs: manySteps };
    const before: number[] = [];
    for await (const { state } of runSgdOnTensors({ store, ...problemOf(plain) }, wanted, startOf(plain))) {
      before[state.step - 1] = tf.backend().numDataIds();
    }
    expect(before).toHaveLength(manySteps);
    expect(new Set(before).size).toBe(1);
    await store.close();
  });

  it('frees what it has where it is stopped, and where the source fails', async () => {
    const drawn = drawFeatures({ rows: 9000 });
    const before = tf.backend().numDataIds();
    const problem = problemOf(plain);
    const store = tensorStore(drawn, confidence, 0);
    const steps = runSgdOnTensors({ store, ...problem }, settings, startOf(plain));
    expect((await steps.next()).done).toBe(false);
    await steps.return(undefined);
    await store.close();
    expect(tf.backend().numDataIds()).toBe(before);

    let reads = 0;
    const read: FeatureSource['read'] = async (range, view) => {
      if (++reads > 100) throw new Error('disk gone');
      return drawn.read(range, view);
    };
    await expect(run({ ...drawn, read }, { mostResidentBytes: 0 })).rejects.toThrow('disk gone');
    expect(tf.backend().numDataIds()).toBe(before);
  });

  it('fails where the device has computed nothing', async () => {
    const registered = tf.getKernel(ALIGN_KERNEL, tf.getBackend());
    if (registered) tf.unregisterKernel(ALIGN_KERNEL, tf.getBackend());
    const kernelFunc = () => tf.zeros([18]);
    tf.registerKernel({ kernelName: ALIGN_KERNEL, backendName: tf.getBackend(), kernelFunc });
    try {
      await expect(run(drawFeatures({ rows: 20 }))).rejects.toThrow(
        `fitCalibration: ${tf.getBackend()} computed 0 of 16 rows: it is out of memory, or has lost its device`,
      );
    } finally {
      tf.unregisterKernel(ALIGN_KERNEL, tf.getBackend());
      if (registered) tf.registerKernel(registered);
    }
  });
});
