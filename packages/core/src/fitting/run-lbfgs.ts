import { evaluateAll, type ObjectiveSums } from './objective.js';
import type { OptimizerState, OptimizerStep, Problem } from './optimizer.js';
import { searchLine, type Point } from './strong-wolfe.js';

/** Settings of L-BFGS. */
export interface LbfgsSettings {
  readonly maxIterations: number;
  /** Pairs of past steps that are kept. */
  readonly memory: number;
  /** Stops when no number of the gradient is above this. */
  readonly gradientTolerance: number;
  /** Stops when a step lowers the loss by less than this share of it. */
  readonly lossTolerance: number;
}

/**
 * Limited-memory BFGS over all rows and views, in float64, with a line search by the strong Wolfe conditions
 * (Nocedal and Wright, Numerical Optimization, algorithms 7.4-7.5). Weight decay is the penalty
 * `decay / 2 |p - target|^2`. Yields after every iteration and goes on from any state it has yielded.
 */
export async function* runLbfgs(
  problem: Problem,
  settings: LbfgsSettings,
  start: OptimizerState,
): AsyncGenerator<OptimizerStep> {
  const size = start.parameters.length;
  const evaluate = async (parameters: Float64Array): Promise<Point> =>
    withPenalty(parameters, await evaluateAll(problem.objective, problem.source, parameters), problem);
  if (start.done) return;
  let point = await evaluate(start.parameters);
  let history = unpackHistory(start.memory, size);
  for (let step = start.step; largest(point.gradient) > settings.gradientTolerance; step++) {
    const direction = descentDirection(point.gradient, history);
    const firstLength = history.length === 0 ? Math.min(1, 1 / sumOfSizes(point.gradient)) : 1;
    const next = await searchLine(point, { direction, firstLength }, evaluate);
    if (next === null) return; // no lower point along the line: as low as float64 can tell
    const pair = { step: minus(next.parameters, point.parameters), change: minus(next.gradient, point.gradient) };
    if (dot(pair.step, pair.change) > 0) history = [...history, pair].slice(-settings.memory);
    const settled = point.value - next.value <= settings.lossTolerance * Math.abs(next.value);
    const done = settled || step + 1 >= settings.maxIterations;
    const state = { step: step + 1, parameters: next.parameters, memory: packHistory(history, size), done };
    const { loss, meanConfidence } = next;
    yield { state, loss, meanConfidence, endsEpoch: true, totalSteps: settings.maxIterations };
    if (done) return;
    point = next;
  }
}

/** One remembered step, and what it changed in the gradient. */
interface HistoryPair {
  readonly step: Float64Array;
  readonly change: Float64Array;
}

/** Adds the pull of weight decay, and keeps what is in no group still. */
function withPenalty(parameters: Float64Array, sums: ObjectiveSums, { groups }: Problem): Point {
  const gradient = new Float64Array(parameters.length);
  const loss = sums.loss / sums.divisor;
  let value = loss;
  for (const { start, end, weightDecay, decayTarget } of groups) {
    for (let i = start; i < end; i++) {
      const offset = parameters[i] - decayTarget;
      value += (weightDecay / 2) * offset * offset;
      gradient[i] = sums.gradient[i] / sums.divisor + weightDecay * offset;
    }
  }
  return { parameters, value, loss, gradient, meanConfidence: sums.confidence / sums.count };
}

/** The two-loop recursion: minus the inverse Hessian's estimate times the gradient. */
function descentDirection(gradient: Float64Array, history: readonly HistoryPair[]): Float64Array {
  const direction = gradient.map((value) => -value);
  const projections = new Float64Array(history.length);
  for (let i = history.length - 1; i >= 0; i--) {
    const { step, change } = history[i];
    projections[i] = dot(step, direction) / dot(step, change);
    addScaled(direction, change, -projections[i]);
  }
  const last = history.at(-1);
  if (last) {
    const scale = dot(last.step, last.change) / dot(last.change, last.change);
    direction.forEach((value, i) => (direction[i] = value * scale));
  }
  history.forEach(({ step, change }, i) => {
    addScaled(direction, step, projections[i] - dot(change, direction) / dot(step, change));
  });
  return direction;
}

function packHistory(history: readonly HistoryPair[], size: number): Record<string, Float64Array> {
  const steps = new Float64Array(history.length * size);
  const changes = new Float64Array(history.length * size);
  history.forEach((pair, i) => {
    steps.set(pair.step, i * size);
    changes.set(pair.change, i * size);
  });
  return { steps, changes };
}

function unpackHistory({ steps, changes }: OptimizerState['memory'], size: number): HistoryPair[] {
  if (!steps || !changes) return [];
  return Array.from({ length: steps.length / size }, (_, i) => ({
    step: steps.slice(i * size, (i + 1) * size),
    change: changes.slice(i * size, (i + 1) * size),
  }));
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);
const minus = (a: Float64Array, b: Float64Array) => a.map((value, i) => value - b[i]);
const largest = (a: Float64Array) => a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const sumOfSizes = (a: Float64Array) => a.reduce((sum, value) => sum + Math.abs(value), 0);

function addScaled(target: Float64Array, source: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] += factor * source[i];
}
