import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { featuresInMemory } from '../features/features-in-memory.js';
import { drawFeatures } from '../features/fixtures/draw-features.js';
import { anyRows, functionObjective } from './fixtures/function-objective.js';
import { gatheringStore } from './gathering-store.js';
import { hostObjective } from './host-objective.js';
import type { OptimizerState, OptimizerStep, Problem } from './optimizer.js';
import { identityVector, type ParameterLayout } from './parameter-vector.js';
import { runSgd } from './run-sgd.js';
import type { SgdSettings } from './sgd-batches.js';

const plain: SgdSettings = {
  epochs: 2,
  batchSize: 8,
  momentum: 0.5,
  schedule: { kind: 'constant' },
  sampler: 'instance-balanced',
  seed: 4,
};
const stateAt = (...parameters: number[]): OptimizerState => ({
  step: 0,
  parameters: Float64Array.from(parameters),
  memory: {},
  done: false,
});

async function collect(problem: Problem, settings: SgdSettings, start: OptimizerState): Promise<OptimizerStep[]> {
  const steps: OptimizerStep[] = [];
  const store = gatheringStore(problem.source, problem.objective);
  for await (const step of runSgd({ store, groups: problem.groups }, settings, start)) steps.push(step);
  return steps;
}

const layout: ParameterLayout = {
  form: 'blend',
  classes: 5,
  confidence: { mean: new Float64Array(3), deviation: new Float64Array(3).fill(1) },
};
const parameters = identityVector(layout);
const real: Problem = {
  objective: hostObjective({ layout, classWeights: Float64Array.of(1, 2, 3, 4, 5), reduction: 'weights' }),
  source: drawFeatures({ rows: 70, views: 2 }),
  groups: [{ start: 0, end: parameters.length, learningRate: 0.3, weightDecay: 0.01, decayTarget: 0 }],
};

describe('runSgd', () => {
  it('takes the steps worked by hand: momentum, decay towards 1 and towards 0, a rate for each group', async () => {
    // f = (x^2 + 3 y^2) / 2 + z at (1, 2, 7); decay 0.5 pulls x towards 1 and y towards 0; z is in no group.
    // 1: g = (1 + 0, 6 + 1), v = (1, 7), x = 1 - 0.1 * 1, y = 2 - 0.2 * 7.
    // 2: g = (0.9 - 0.05, 1.8 + 0.3), v = (0.5 + 0.85, 3.5 + 2.1), x = 0.9 - 0.135, y = 0.6 - 1.12.
    const objective = functionObjective(([x, y, z]) => ({
      value: (x * x + 3 * y * y) / 2 + z,
      gradient: [x, 3 * y, 1],
    }));
    const groups = [
      { start: 0, end: 1, learningRate: 0.1, weightDecay: 0.5, decayTarget: 1 },
      { start: 1, end: 2, learningRate: 0.2, weightDecay: 0.5, decayTarget: 0 },
    ];
    const steps = await collect({ objective, source: anyRows(8), groups }, plain, stateAt(1, 2, 7));
    expect(steps).toHaveLength(2);
    expectClose(steps[0].state.parameters, [0.9, 0.6, 7], { relative: 1e-15 });
    expectClose(steps[1].state.parameters, [0.765, -0.52, 7], { relative: 1e-14 });
    expect(steps[0]).toMatchObject({ loss: 13.5, meanConfidence: 0.5, endsEpoch: true, totalSteps: 2 });
    expect(steps.map(({ state }) => state.done)).toEqual([false, true]);
  });

  it('makes 600 steps of few rows, and 10 passes over many, where it may choose', async () => {
    const objective = functionObjective(() => ({ value: 0, gradient: [0] }));
    const totalOf = async (rows: number) => {
      const problem = { objective, source: anyRows(rows), groups: [] };
      const [{ totalSteps }] = await collect(problem, { ...plain, epochs: 'auto' }, stateAt(0));
      return totalSteps;
    };
    expect(await totalOf(8 * 7)).toBe(602); // 86 passes of 7 steps
    expect(await totalOf(8 * 60)).toBe(600);
    expect(await totalOf(8 * 61)).toBe(610);
  });

  it('follows the schedule', async () => {
    const objective = functionObjective(() => ({ value: 0, gradient: [1] }));
    const groups = [{ start: 0, end: 1, learningRate: 1, weightDecay: 0, decayTarget: 0 }];
    const settings: SgdSettings = { ...plain, momentum: 0, schedule: { kind: 'poly', power: 1 } };
    const steps = await collect({ objective, source: anyRows(16), groups }, settings, stateAt(0));
    // Rates 1, 3/4, 1/2, 1/4.
    expect(steps.map(({ state }) => state.parameters[0])).toEqual([-1, -1.75, -2.25, -2.5]);
    expect(steps.map(({ endsEpoch }) => endsEpoch)).toEqual([false, true, false, true]);
  });

  it.each(['instance-balanced', 'square-root', 'progressively-balanced'] as const)(
    'goes on from any state it yielded, to the same last bit: %s',
    async (sampler) => {
      const settings: SgdSettings = { ...plain, epochs: 3, batchSize: 16, schedule: { kind: 'cosine' }, sampler };
      const all = await collect(real, settings, { ...stateAt(), parameters });
      expect(all).toHaveLength(15);
      for (let done = 1; done <= all.length; done++) {
        expect(await collect(real, settings, structuredClone(all[done - 1].state))).toEqual(all.slice(done));
      }
    },
  );

  it('leaves the state it is given as it was', async () => {
    const [first] = await collect(real, plain, { ...stateAt(), parameters });
    const kept = structuredClone(first.state);
    await collect(real, plain, first.state);
    expect(first.state).toEqual(kept);
    expect(parameters).toEqual(identityVector(layout));
  });

  it('counts a batch of ignored rows, or of rows without weight, as a step that changes nothing', async () => {
    const rows = Array.from({ length: 8 }, (_, row) => [row, -row, 1]);
    for (const [label, ignoreLabel] of [
      [0, undefined],
      [9, 9],
    ]) {
      const source = featuresInMemory({ features: rows, logits: rows, labels: rows.map(() => label!), ignoreLabel });
      const bare: ParameterLayout = { form: 'blend', classes: 3, confidence: null };
      const objective = hostObjective({ layout: bare, classWeights: Float64Array.of(0, 1, 1), reduction: 'weights' });
      const groups = [{ start: 0, end: 6, learningRate: 1, weightDecay: 0.1, decayTarget: 0 }];
      const steps = await collect({ objective, source, groups }, plain, {
        ...stateAt(),
        parameters: identityVector(bare),
      });
      expect(steps.map(({ state }) => [state.step, state.done])).toEqual([
        [1, false],
        [2, true],
      ]);
      expect(steps[1].state.parameters).toEqual(identityVector(bare));
      expect(steps.map(({ loss }) => loss)).toEqual([0, 0]);
    }
  });
});
