import { epochBatches } from './epoch-batches.js';
import type { OptimizedGroup, OptimizerState, OptimizerStep, Problem } from './optimizer.js';
import { drawRows, type Sampler } from './samplers.js';
import { learningRateAt, type FitPosition, type Schedule } from './schedule.js';

/** Settings of stochastic gradient descent that are not per group. */
export interface SgdSettings {
  /** Passes over the data; `auto`: 10, or as many more as make 600 steps of a small data set. */
  readonly epochs: number | 'auto';
  readonly batchSize: number;
  readonly momentum: number;
  readonly schedule: Schedule;
  readonly sampler: Sampler;
  readonly seed: number;
}

/**
 * Stochastic gradient descent with momentum, as PyTorch does it: `g += decay (p - target)`, `v = momentum v + g`,
 * `p -= rate v`. Yields after every step and goes on from any state it has yielded.
 */
export async function* runSgd(
  problem: Problem,
  settings: SgdSettings,
  start: OptimizerState,
): AsyncGenerator<OptimizerStep> {
  const { objective, source, groups } = problem;
  const { batchSize, sampler, seed } = settings;
  const labels = await source.labels();
  const drawn = sampler === 'instance-balanced' ? source.rows : labels.filter((label) => label >= 0).length;
  const stepsPerEpoch = Math.ceil(drawn / batchSize);
  const epochs = settings.epochs === 'auto' ? Math.max(10, Math.ceil(600 / stepsPerEpoch)) : settings.epochs;
  const totalSteps = epochs * stepsPerEpoch;
  let state = start;
  while (!state.done) {
    const epoch = Math.floor(state.step / stepsPerEpoch);
    const uses = drawRows(sampler, labels, { seed, epoch, epochs });
    const skip = state.step % stepsPerEpoch;
    for await (const batch of epochBatches(source, { batchSize, seed, epoch, uses, skip })) {
      const sums = await objective.evaluate(state.parameters, batch);
      // A batch of ignored rows, or of classes without weight, says nothing.
      const counts = sums.count > 0 && sums.divisor > 0;
      if (counts) {
        const gradient = sums.gradient.map((value) => value / sums.divisor);
        state = sgdStep(state, gradient, {
          groups,
          settings,
          position: { step: state.step, totalSteps, stepsPerEpoch },
        });
      } else state = { ...state, step: state.step + 1, done: state.step + 1 >= totalSteps };
      yield {
        state,
        loss: counts ? sums.loss / sums.divisor : 0,
        meanConfidence: sums.count > 0 ? sums.confidence / sums.count : 1,
        endsEpoch: state.step % stepsPerEpoch === 0,
        totalSteps,
      };
    }
  }
}

function sgdStep(
  state: OptimizerState,
  gradient: Float64Array,
  at: { groups: readonly OptimizedGroup[]; settings: SgdSettings; position: FitPosition },
): OptimizerState {
  const parameters = state.parameters.slice();
  const velocity = state.memory.velocity?.slice() ?? new Float64Array(parameters.length);
  for (const { start, end, learningRate, weightDecay, decayTarget } of at.groups) {
    const rate = learningRateAt(at.settings.schedule, learningRate, at.position);
    for (let i = start; i < end; i++) {
      const pulled = gradient[i] + weightDecay * (parameters[i] - decayTarget);
      velocity[i] = at.settings.momentum * velocity[i] + pulled;
      parameters[i] -= rate * velocity[i];
    }
  }
  const step = state.step + 1;
  return { step, parameters, memory: { velocity }, done: step >= at.position.totalSteps };
}
