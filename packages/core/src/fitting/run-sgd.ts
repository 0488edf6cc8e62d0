import type { ObjectiveSums } from './objective.js';
import type { OptimizedGroup, OptimizerState, OptimizerStep } from './optimizer.js';
import type { LoadedRows, RowStore } from './row-store.js';
import { learningRateAt, type FitPosition } from './schedule.js';
import { sgdBatches, type SgdSettings } from './sgd-batches.js';

/** What stochastic gradient descent minimises. */
export interface SgdProblem {
  readonly store: RowStore<LoadedRows>;
  readonly groups: readonly OptimizedGroup[];
}

/**
 * Stochastic gradient descent with momentum, as PyTorch does it: `g += decay (p - target)`, `v = momentum v + g`,
 * `p -= rate v`. Yields after every step and goes on from any state it has yielded.
 */
export async function* runSgd(
  { store, groups }: SgdProblem,
  settings: SgdSettings,
  start: OptimizerState,
): AsyncGenerator<OptimizerStep> {
  let state = start;
  if (state.done) return;
  for await (const { rows, batch, position } of sgdBatches(store, settings, state.step)) {
    const sums = await rows.evaluate(state.parameters, batch);
    // A batch of ignored rows, or of classes without weight, says nothing.
    const counts = sums.count > 0 && sums.divisor > 0;
    state = counts ? sgdStep(state, sums, { groups, settings, position }) : { ...state, ...stepDone(position) };
    yield {
      state,
      loss: counts ? sums.loss / sums.divisor : 0,
      meanConfidence: sums.count > 0 ? sums.confidence / sums.count : 1,
      endsEpoch: state.step % position.stepsPerEpoch === 0,
      totalSteps: position.totalSteps,
    };
  }
}

function sgdStep(
  state: OptimizerState,
  { gradient, divisor }: ObjectiveSums,
  at: { groups: readonly OptimizedGroup[]; settings: SgdSettings; position: FitPosition },
): OptimizerState {
  const parameters = state.parameters.slice();
  const velocity = state.memory.velocity?.slice() ?? new Float64Array(parameters.length);
  for (const { start, end, learningRate, weightDecay, decayTarget } of at.groups) {
    const rate = learningRateAt(at.settings.schedule, learningRate, at.position);
    for (let i = start; i < end; i++) {
      const pulled = gradient[i] / divisor + weightDecay * (parameters[i] - decayTarget);
      velocity[i] = at.settings.momentum * velocity[i] + pulled;
      parameters[i] -= rate * velocity[i];
    }
  }
  return { parameters, memory: { velocity }, ...stepDone(at.position) };
}

function stepDone({ step, totalSteps }: FitPosition): Pick<OptimizerState, 'step' | 'done'> {
  return { step: step + 1, done: step + 1 >= totalSteps };
}
