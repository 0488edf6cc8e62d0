import type { FeatureSource } from '../features/feature-source.js';
import { countLabels } from '../features/count-labels.js';
import type { Objective } from '../fitting/objective.js';
import type { OptimizerState } from '../fitting/optimizer.js';
import { runLbfgs } from '../fitting/run-lbfgs.js';
import { classWeights } from '../reweighting/class-weights.js';
import { targetShares } from '../reweighting/target-shares.js';
import { trainCounts } from './method-data.js';
import type { MethodData, MethodOptions } from './method.js';

// K classes.

/** A scaling is convex and small: it is taken to its end, as far as float64 tells. */
const SETTINGS = { maxIterations: 200, memory: 10, gradientTolerance: 1e-9, lossTolerance: 1e-12 };

/** Minimises an objective over rows by L-BFGS, in float64 on the host. */
export async function fitScaling(
  source: FeatureSource,
  { objective, start }: { readonly objective: Objective; readonly start: Float64Array },
  { onProgress, signal }: MethodOptions,
): Promise<Float64Array> {
  const group = { start: 0, end: start.length, learningRate: 0, weightDecay: 0, decayTarget: 0 };
  let state: OptimizerState = { step: 0, parameters: start, memory: {}, done: false };
  for await (const step of runLbfgs({ objective, source, groups: [group] }, SETTINGS, state)) {
    state = step.state;
    onProgress?.(state.step / step.totalSteps);
    signal?.throwIfAborted();
  }
  return state.parameters;
}

/** [K] weights under which the rows of a source count as if the classes occurred by the target prior; equal on balanced rows. */
export async function priorWeights(
  method: string,
  data: MethodData,
  { source, options }: { readonly source: FeatureSource; readonly options: MethodOptions },
): Promise<Float64Array> {
  const { targetPrior = 'uniform', zeroCounts } = options;
  const shares = targetShares(targetPrior, await trainCounts(method, data), zeroCounts);
  const rows = countLabels(await source.labels(), source.classes);
  return classWeights(rows, { rho: 1, targetPrior: Array.from(shares), zeroCounts: 'no-weight' });
}
