import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { featuresInMemory } from '../features/features-in-memory.js';
import { centralDifferences } from '../fixtures/central-differences.js';
import { goldens } from '../fixtures/goldens.js';
import { classWeights } from '../reweighting/class-weights.js';
import { anyRows, type DifferentiableFunction, functionObjective } from './fixtures/function-objective.js';
import { hostObjective } from './host-objective.js';
import { gatheringStore } from './gathering-store.js';
import { evaluateAll } from './objective.js';
import type { OptimizedGroup, OptimizerState, OptimizerStep, Problem } from './optimizer.js';
import { identityVector, type ParameterLayout } from './parameter-vector.js';
import { type LbfgsSettings, runLbfgs } from './run-lbfgs.js';
import { runSgd } from './run-sgd.js';

const exact: LbfgsSettings = { maxIterations: 200, memory: 10, gradientTolerance: 1e-9, lossTolerance: 0 };
const stateAt = (parameters: ArrayLike<number>): OptimizerState => ({
  step: 0,
  parameters: Float64Array.from(parameters),
  memory: {},
  done: false,
});
const group = (end: number, weightDecay = 0, decayTarget = 0): OptimizedGroup => ({
  start: 0,
  end,
  learningRate: 0,
  weightDecay,
  decayTarget,
});
const problemOf = (f: DifferentiableFunction, ...groups: OptimizedGroup[]): Problem => ({
  objective: functionObjective(f),
  source: anyRows(3),
  groups,
});

async function collect(problem: Problem, settings: LbfgsSettings, start: OptimizerState): Promise<OptimizerStep[]> {
  const steps: OptimizerStep[] = [];
  for await (const step of runLbfgs(problem, settings, start)) steps.push(step);
  return steps;
}

const quadratic: DifferentiableFunction = ([x, y, z]) => ({
  value: ((x - 1) ** 2 + 100 * (y + 2) ** 2 + 0.01 * (z - 3) ** 2) / 2,
  gradient: [x - 1, 100 * (y + 2), 0.01 * (z - 3)],
});
const rosenbrock: DifferentiableFunction = ([x, y]) => ({
  value: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  gradient: [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
});

const golden = goldens.fit_blend;
const layout: ParameterLayout = {
  form: 'blend',
  classes: 5,
  confidence: { mean: new Float64Array(8), deviation: new Float64Array(8).fill(1) },
};
const identity = identityVector(layout);
const calibration: Problem = {
  objective: hostObjective({ layout, classWeights: classWeights(golden.counts, { rho: 1 }), reduction: 'weights' }),
  source: featuresInMemory(golden),
  groups: [group(identity.length, 0.02)],
};

describe('runLbfgs', () => {
  it('minimises a quadratic of condition 10,000', async () => {
    const steps = await collect(problemOf(quadratic, group(3)), exact, stateAt([0, 0, 0]));
    expectClose(steps.at(-1)!.state.parameters, [1, -2, 3], { relative: 1e-6 });
    expect(steps.length).toBeLessThan(30);
    const losses = steps.map(({ loss }) => loss);
    expect(losses).toEqual([...losses].sort((a, b) => b - a));
  });

  it("minimises Rosenbrock's valley", async () => {
    const steps = await collect(problemOf(rosenbrock, group(2)), exact, stateAt([-1.2, 1]));
    expectClose(steps.at(-1)!.state.parameters, [1, 1], { relative: 1e-8 });
    expect(steps.length).toBeLessThan(60);
  });

  it('leaves numbers outside all groups as they are', async () => {
    const groups = [{ ...group(3), start: 2 }, group(1)];
    const steps = await collect(problemOf(quadratic, ...groups), exact, stateAt([5, 5, 5]));
    expectClose(steps.at(-1)!.state.parameters, [1, 5, 3], { relative: 1e-6 });
    expect(steps.at(-1)!.state.parameters[1]).toBe(5);
  });

  it('adds the penalty of weight decay, to the minimum worked by hand', async () => {
    // (x - 1) + 3 (x - 5) = 0 at x = 4; 100 (y + 2) + 100 y = 0 at y = -1; the loss that is told has no penalty.
    const groups = [{ ...group(1, 3, 5) }, { ...group(2, 100, 0), start: 1 }];
    const steps = await collect(problemOf(quadratic, ...groups), exact, stateAt([0, 0, 3]));
    expectClose(steps.at(-1)!.state.parameters, [4, -1, 3], { relative: 1e-6 });
    expectClose([steps.at(-1)!.loss], [(9 + 100) / 2], { relative: 1e-6 });
  });

  it('ends where the gradient of the calibration, pull included, is 0', async () => {
    const steps = await collect(calibration, { ...exact, gradientTolerance: 1e-8 }, stateAt(identity));
    const last = steps.at(-1)!.state.parameters;
    const { source } = calibration;
    const batch = await source.read({ start: 0, end: source.rows });
    const host = hostObjective({ layout, classWeights: classWeights(golden.counts, { rho: 1 }), reduction: 'weights' });
    const value = (moved: Float64Array) => {
      const { loss, divisor } = host.evaluate(moved, batch);
      return loss / divisor + 0.01 * moved.reduce((sum, number) => sum + number * number, 0);
    };
    expectClose(centralDifferences(value, last), new Float64Array(last.length), { absolute: 1e-8 });
  });

  it('finds what gradient descent finds', async () => {
    const sgd = {
      epochs: 1500,
      batchSize: 200,
      momentum: 0.9,
      schedule: { kind: 'constant' },
      sampler: 'instance-balanced',
      seed: 0,
    } as const;
    let slow = identity;
    const store = gatheringStore(calibration.source, calibration.objective);
    const groups = [{ ...group(identity.length, 0.02), learningRate: 0.2 }];
    for await (const step of runSgd({ store, groups }, sgd, stateAt(identity))) slow = step.state.parameters;
    const steps = await collect(calibration, exact, stateAt(identity));
    expectClose(steps.at(-1)!.state.parameters, slow, { relativeToLargest: 1e-6 });
    expect(steps.length).toBeLessThan(100);
  });

  it('tells loss and confidence of the point it has reached', async () => {
    for (const step of await collect(calibration, { ...exact, maxIterations: 12 }, stateAt(identity))) {
      const sums = await evaluateAll(calibration.objective, calibration.source, step.state.parameters);
      expect(step.loss).toBe(sums.loss / sums.divisor);
      expect(step.meanConfidence).toBe(sums.confidence / sums.count);
      expect(step).toMatchObject({ endsEpoch: true, totalSteps: 12 });
    }
  });

  it('goes on from any state it yielded, to the same last bit', async () => {
    const settings = { ...exact, maxIterations: 20, memory: 4 };
    const all = await collect(calibration, settings, stateAt(identity));
    expect(all).toHaveLength(20);
    expect(all.map(({ state }) => state.memory.steps.length / identity.length).slice(0, 6)).toEqual([1, 2, 3, 4, 4, 4]);
    for (let done = 1; done <= all.length; done += 3) {
      expect(await collect(calibration, settings, structuredClone(all[done - 1].state))).toEqual(all.slice(done));
    }
    expect(await collect(calibration, settings, all[19].state)).toEqual([]);
  });

  it('stops at the last iteration, at a small gain, and where there is nothing to gain', async () => {
    const problem = problemOf(rosenbrock, group(2));
    const few = await collect(problem, { ...exact, maxIterations: 3 }, stateAt([-1.2, 1]));
    expect(few.map(({ state }) => [state.step, state.done])).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
    const rough = await collect(problem, { ...exact, lossTolerance: 0.2 }, stateAt([-1.2, 1]));
    expect(rough.at(-1)!.state.done).toBe(true);
    expect(rough.length).toBeLessThan(30);
    expect(await collect(problem, exact, stateAt([1, 1]))).toEqual([]);
    expect(await collect(problemOf(rosenbrock), exact, stateAt([-1.2, 1]))).toEqual([]);
  });

  it('is not broken by trial points where the function is infinite or NaN', async () => {
    // -log x - log(1 - y) + x - 2 y, defined on x > 0, y < 1: the minimum is at (1, 0.5).
    const barrier: DifferentiableFunction = ([x, y]) => ({
      value: -Math.log(x) - Math.log(1 - y) + x - 2 * y,
      gradient: [1 - 1 / x, 1 / (1 - y) - 2],
    });
    const steps = await collect(problemOf(barrier, group(2)), exact, stateAt([1e-3, 0.999]));
    expectClose(steps.at(-1)!.state.parameters, [1, 0.5], { relative: 1e-6 });
  });
});
