import type { FeatureSource } from '../features/feature-source.js';
import { hostObjective } from './host-objective.js';
import type { FitEngine } from './engines/fit-engine.js';
import type { BatchRecord, OptimizedGroup, OptimizerState, OptimizerStep } from './optimizer.js';
import type { FitSettings } from './fit-settings.js';
import { identityVector, learnedRanges, type ParameterGroup, type ParameterLayout } from './parameter-vector.js';
import { runLbfgs } from './run-lbfgs.js';

/** Mean confidence under which nothing learns any more: c -> 0 is an absorbing state. */
const COLLAPSED_CONFIDENCE = 0.01;
const MAX_ATTEMPTS = 2;

/** Thrown when the confidence of every row goes to 0, also after a restart. */
export class ConfidenceCollapseError extends Error {
  override readonly name = 'ConfidenceCollapseError';
}

/** Thrown when the loss stops being a number. */
export class FitDivergedError extends Error {
  override readonly name = 'FitDivergedError';
}

/** What one fit at one rho is made of. */
export interface OneFit {
  readonly source: FeatureSource;
  readonly layout: ParameterLayout;
  readonly classWeights: Float64Array;
  readonly settings: FitSettings;
  /** What gradient descent computes with. */
  readonly engine: FitEngine;
  /** What parameters are worth on validation data, for early stopping. */
  readonly validate: ((parameters: Float64Array) => Promise<number>) | null;
}

/** One pass over the data (L-BFGS: one iteration). */
export interface EpochRecord {
  readonly loss: number;
  readonly meanConfidence: number;
  readonly validationScore: number | null;
}

/** Where one fit stands: a plain value that a checkpoint holds. */
export interface OneFitState {
  readonly optimizer: OptimizerState;
  /** 0, or 1 after a restart. */
  readonly attempt: number;
  readonly history: readonly EpochRecord[];
  /** Sums over the steps of the epoch that runs. */
  readonly epoch: { readonly loss: number; readonly confidence: number; readonly steps: number };
  /** The best parameters so far, under early stopping. */
  readonly best: { readonly score: number; readonly epoch: number; readonly parameters: Float64Array } | null;
}

/** The state before the first step. */
export function startOneFit(fit: OneFit, parameters = identityVector(fit.layout), attempt = 0): OneFitState {
  const optimizer = { step: 0, parameters, memory: {}, done: false };
  return { optimizer, attempt, history: [], epoch: NO_STEPS, best: null };
}

const NO_STEPS = { loss: 0, confidence: 0, steps: 0 };

/**
 * Runs one fit to its end, yielding after every step that the optimiser tells; the parameters of the result are `resultOf` the last state.
 *
 * @throws FitDivergedError, ConfidenceCollapseError
 */
export async function* runOneFit(
  fit: OneFit,
  start: OneFitState,
): AsyncGenerator<{ state: OneFitState; step: OptimizerStep }> {
  let state = start;
  if (stopsEarly(fit, state)) return;
  for await (const step of optimize(fit, state)) {
    checkFinite(step);
    state = { ...state, optimizer: step.state, epoch: [...(step.earlier ?? []), step].reduce(addBatch, state.epoch) };
    if (step.endsEpoch) state = await endEpoch(fit, state);
    if (hasCollapsed(fit, state)) {
      yield* restart(fit, state);
      return;
    }
    yield { state, step };
    if (stopsEarly(fit, state)) return;
  }
}

function checkFinite({ state, earlier = [], loss }: OptimizerStep): void {
  const losses = [...earlier.map((batch) => batch.loss), loss];
  const bad = losses.findIndex((value) => !Number.isFinite(value));
  if (bad < 0 && areFinite(state.parameters)) return;
  const at = bad < 0 ? losses.length - 1 : bad;
  throw new FitDivergedError(
    `fitCalibration: the fit diverged at step ${state.step - losses.length + 1 + at}, loss ${losses[at]}: lower the learning rates`,
  );
}

function areFinite(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}

function addBatch({ loss, confidence, steps }: OneFitState['epoch'], batch: BatchRecord): OneFitState['epoch'] {
  return { loss: loss + batch.loss, confidence: confidence + batch.meanConfidence, steps: steps + 1 };
}

/** The parameters a fit ends with: the last, or the best on validation under early stopping. */
export function resultOf(state: OneFitState): Float64Array {
  return state.best?.parameters ?? state.optimizer.parameters;
}

function optimize(fit: OneFit, state: OneFitState): AsyncGenerator<OptimizerStep> {
  const { optimizer, reduction, probabilities, seed } = fit.settings;
  const setting = { layout: fit.layout, classWeights: fit.classWeights, reduction, probabilities };
  const groups = optimizedGroups(fit, state.attempt);
  return optimizer.kind === 'sgd'
    ? fit.engine.descend({ setting, groups }, { ...optimizer, seed }, state.optimizer)
    : runLbfgs({ objective: hostObjective(setting), source: fit.source, groups }, optimizer, state.optimizer);
}

function optimizedGroups({ layout, settings }: OneFit, attempt: number): OptimizedGroup[] {
  const { optimizer, learn } = settings;
  const identity = identityVector(layout);
  const ranges = learnedRanges(layout);
  const names: ParameterGroup[] = ['scale', 'bias', 'confidence'];
  return names
    .flatMap((name) => (learn[name] ? ranges[name] : []).map((range) => ({ name, ...range })))
    .filter(({ start, end }) => end > start)
    .map(({ name, start, end }) => {
      const rate = optimizer.kind === 'sgd' ? optimizer.learningRate[name] : 0;
      const slowed = name === 'confidence' ? 0.1 ** attempt : 1;
      return {
        start,
        end,
        learningRate: rate * slowed,
        weightDecay: optimizer.weightDecay[name],
        decayTarget: optimizer.decayTowards === 'identity' ? identity[start] : 0,
      };
    });
}

async function endEpoch(fit: OneFit, state: OneFitState): Promise<OneFitState> {
  const { loss, confidence, steps } = state.epoch;
  const { parameters } = state.optimizer;
  const score = fit.settings.earlyStop && fit.validate ? await fit.validate(parameters) : null;
  const record = { loss: loss / steps, meanConfidence: confidence / steps, validationScore: score };
  const history = [...state.history, record];
  const improves = score !== null && score > (state.best?.score ?? -Infinity);
  const best = improves ? { score, epoch: history.length, parameters } : state.best;
  return { ...state, history, best, epoch: NO_STEPS };
}

function stopsEarly({ settings }: OneFit, { best, history }: OneFitState): boolean {
  return settings.earlyStop !== null && best !== null && history.length - best.epoch >= settings.earlyStop.patience;
}

function hasCollapsed({ layout }: OneFit, { history }: OneFitState): boolean {
  const last = history.at(-1);
  return layout.confidence !== null && last !== undefined && last.meanConfidence < COLLAPSED_CONFIDENCE;
}

/** Starts again from more confidence (c = 0.88) that learns ten times more slowly. */
function restart(fit: OneFit, state: OneFitState): ReturnType<typeof runOneFit> {
  if (state.attempt + 1 >= MAX_ATTEMPTS) {
    throw new ConfidenceCollapseError(
      `fitCalibration: the confidence collapsed: its mean fell under ${COLLAPSED_CONFIDENCE}, twice. ` +
        'Lower its learning rate, or fit without it (learn: { confidence: false })',
    );
  }
  return runOneFit(fit, startOneFit(fit, identityVector(fit.layout, 2), state.attempt + 1));
}
