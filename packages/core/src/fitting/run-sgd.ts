import { letOthersRun } from './let-others-run.js';
import type { ObjectiveSums } from './objective.js';
import type { OptimizedGroup, OptimizerState, OptimizerStep } from './optimizer.js';
import { type EpochPool, planEpoch } from './plan-epoch.js';
import type { LoadedRows, RowStore } from './row-store.js';
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

/** What stochastic gradient descent minimises. */
export interface SgdProblem {
  readonly store: RowStore;
  readonly groups: readonly OptimizedGroup[];
}

/**
 * Stochastic gradient descent with momentum, as PyTorch does it: `g += decay (p - target)`, `v = momentum v + g`,
 * `p -= rate v`. Epoch e reads view e mod V. Yields after every step and goes on from any state it has yielded.
 */
export async function* runSgd(
  { store, groups }: SgdProblem,
  settings: SgdSettings,
  start: OptimizerState,
): AsyncGenerator<OptimizerStep> {
  const { source } = store;
  const { batchSize, sampler, seed } = settings;
  const labels = await source.labels();
  const drawn = sampler === 'instance-balanced' ? source.rows : labels.filter((label) => label >= 0).length;
  const stepsPerEpoch = Math.ceil(drawn / batchSize);
  const epochs = settings.epochs === 'auto' ? Math.max(10, Math.ceil(600 / stepsPerEpoch)) : settings.epochs;
  const totalSteps = epochs * stepsPerEpoch;
  const pause = letOthersRun();
  let state = start;
  const planFrom = function* (step: number) {
    for (let epoch = Math.floor(step / stepsPerEpoch); epoch < epochs; epoch++) {
      const uses = drawRows(sampler, labels, { seed, epoch, epochs });
      const skip = Math.max(0, step - epoch * stepsPerEpoch);
      for (const pool of planEpoch({ rows: source.rows, batchSize, seed, epoch, uses, skip })) yield { pool, epoch };
    }
  };
  for await (const { rows, batches } of loadAhead(store, start.done ? [] : planFrom(start.step))) {
    for (const batch of batches) {
      const sums = await rows.evaluate(state.parameters, batch);
      const position = { step: state.step, totalSteps, stepsPerEpoch };
      // A batch of ignored rows, or of classes without weight, says nothing.
      const counts = sums.count > 0 && sums.divisor > 0;
      state = counts ? sgdStep(state, sums, { groups, settings, position }) : { ...state, ...stepDone(position) };
      yield {
        state,
        loss: counts ? sums.loss / sums.divisor : 0,
        meanConfidence: sums.count > 0 ? sums.confidence / sums.count : 1,
        endsEpoch: state.step % stepsPerEpoch === 0,
        totalSteps,
      };
      await pause();
    }
  }
}

/** Loads each pool while the one before is computed with. */
async function* loadAhead(
  store: RowStore,
  plan: Iterable<{ pool: EpochPool; epoch: number }>,
): AsyncGenerator<{ rows: LoadedRows; batches: readonly Int32Array[] }> {
  const load = ({ pool, epoch }: { pool: EpochPool; epoch: number }) => {
    const rows = store.load(pool, epoch % store.source.views);
    // Whoever stops before it is needed need not hear that it failed.
    rows.catch(() => {});
    return { rows, batches: pool.batches };
  };
  let next: ReturnType<typeof load> | undefined;
  for (const entry of plan) {
    const current = next;
    if (current) {
      const rows = await current.rows;
      next = load(entry);
      yield { rows, batches: current.batches };
    } else next = load(entry);
  }
  if (next) yield { rows: await next.rows, batches: next.batches };
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
