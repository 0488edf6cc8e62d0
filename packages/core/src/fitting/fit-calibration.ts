import type { Calibration } from '../calibration/calibration.js';
import { classWeights } from '../reweighting/class-weights.js';
import type { FitEngine } from './engines/fit-engine.js';
import { startFitEngine } from './engines/start-fit-engine.js';
import type { FitSettings, FitSettingsInput } from './fit-settings.js';
import { fitFingerprint, type FitState, type RhoCandidate } from './fit-state.js';
import { judgeFit, type FitVerdict } from './judge-fit.js';
import {
  ConfidenceCollapseError,
  FitDivergedError,
  resultOf,
  runOneFit,
  startOneFit,
  type EpochRecord,
  type OneFit,
} from './one-fit.js';
import type { OptimizerStep } from './optimizer.js';
import { calibrationFromVector } from './parameter-vector.js';
import { type FitData, prepareFit, type PreparedFit } from './prepare-fit.js';
import { bestRho, nextRho, plannedRhos } from './rho-search.js';
import { validationScore } from './score-calibration.js';

// N rows, K classes, D features.

/** How far a fit is. */
export interface FitProgress {
  /** The rho of the fit that runs. */
  readonly rho: number;
  /** Values of rho that are done, of how many; 0 of 0 where rho is given. */
  readonly candidates: { readonly done: number; readonly total: number };
  /** Steps of this fit that are done; for L-BFGS the total is an upper bound. */
  readonly step: number;
  readonly totalSteps: number;
  readonly loss: number;
  readonly meanConfidence: number;
}

/** When the state of a fit is saved, and how. */
export interface FitCheckpoints {
  /** Under engine `tensors`: at the first step that is told after so many. */
  readonly everySteps: number;
  /** The fit waits for it. */
  readonly save: (state: FitState) => void | Promise<void>;
}

/** Everything but the data. */
export interface FitOptions {
  /** Default: the defaults of every setting. */
  readonly settings?: FitSettingsInput;
  /** Threads of engine `wasm` in Node. Default: as many as the machine has cores. They change no bit of the result. */
  readonly threads?: number;
  /** Told after each step; under engine `tensors` after each that is read back, at most 32 after the one before. */
  readonly onProgress?: (progress: FitProgress) => void;
  /** Told of known traps. Default: console.warn. */
  readonly onWarning?: (message: string) => void;
  /** Ends the fit after the step that runs, or the next one that is told, with the signal's reason. A checkpoint is saved before. */
  readonly signal?: AbortSignal;
  /** Saves the state every so many steps, and on an abort. */
  readonly checkpoint?: FitCheckpoints;
  /** Goes on from the state of an interrupted fit of the same data and settings. */
  readonly resume?: FitState;
}

/** A fitted calibration, and what is known of it. */
export interface FitResult {
  readonly calibration: Calibration;
  /** All settings, with the rho that was given or chosen. */
  readonly settings: FitSettings & { readonly rho: number };
  /** [K] what the class weights were made of. */
  readonly counts: readonly number[];
  /** Under `rho: 'auto'`: all that was tried. */
  readonly candidates: readonly RhoCandidate[];
  readonly history: readonly EpochRecord[];
  /** Share of the training rows that the untouched logits get right. */
  readonly trainAccuracy: number;
  /** null where there are no validation rows. */
  readonly verdict: FitVerdict | null;
  readonly warnings: readonly string[];
  /** What computed loss and gradients, like `host-float64`: another one may differ in the last digits. */
  readonly kernel: string;
}

/**
 * Fits a calibration to a frozen network: minimises the alignment loss (paper Eq. 8-11) over 2K + D + 1 numbers, starting
 * at the identity; features and logits stay as they are.
 *
 * `rho: 'auto'`, the default, fits once for each of 0, 0.1, ... 3 (fewer under `rhoSearch: 'coarse-to-fine'`) and takes the best
 * mean per-class accuracy (or IoU, see `chooseBy`) on validation rows, the smallest rho of equals; a rho at which the fit fails is passed over. Each
 * candidate starts at the identity, so that it is what asking for its rho gives. The result says what it is worth: see {@link FitVerdict}.
 *
 * One seed gives one result. A state that `checkpoint` saved goes on to the same last bit on the same backend.
 *
 * @throws RangeError naming the setting or argument that breaks a rule, or a state of another fit
 * @throws FitDivergedError, ConfidenceCollapseError; what the source throws; the reason of `signal`
 * @example
 * ```ts
 * import { featuresInMemory, fitCalibration } from '@disalign/core';
 * const features = Array.from({ length: 40 }, (_, i) => [i % 7, i % 3]);
 * const logits = features.map(([a, b]) => [a - 1, b]);
 * const train = featuresInMemory({ features, logits, labels: features.map(([a]) => (a > 4 ? 1 : 0)) });
 * const { calibration, verdict } = await fitCalibration({ train }, { settings: { rho: 1 } });
 * console.log(calibration.scale, verdict?.message);
 * ```
 */
export async function fitCalibration(data: FitData, options: FitOptions = {}): Promise<FitResult> {
  const prepared = await prepareFit(data, options.settings ?? {});
  prepared.warnings.forEach((message) => (options.onWarning ?? console.warn)(message));
  const engine = await startFitEngine({ ...prepared, source: prepared.train }, options.threads);
  try {
    return await fitPrepared({ ...prepared, engine }, options);
  } finally {
    await engine.close();
  }
}

/** A fit with what computes it. */
interface StartedFit extends PreparedFit {
  readonly engine: FitEngine;
}

async function fitPrepared(prepared: StartedFit, options: FitOptions): Promise<FitResult> {
  const { kernel } = prepared.engine;
  const start = options.resume ?? startFit(prepared);
  if (start.fingerprint !== fitFingerprint(prepared, kernel)) {
    throw new RangeError('fitCalibration: `resume` must be the state of a fit of the same data, settings and backend');
  }
  const state = await runToEnd(prepared, start, options);
  const rho = rhoOf(prepared, state.candidates);
  const { settings, counts, validation, layout, trainAccuracy, warnings } = prepared;
  const calibration = calibrationFromVector(resultOf(state.current), layout);
  const { zeroCounts, targetPrior, background, seed } = settings;
  return {
    calibration,
    settings: { ...settings, rho },
    counts,
    candidates: state.candidates,
    history: state.current.history,
    trainAccuracy,
    verdict:
      validation && (await judgeFit(validation, calibration, { counts, zeroCounts, targetPrior, background, seed })),
    warnings,
    kernel,
  };
}

function startFit(prepared: StartedFit): FitState {
  const fingerprint = fitFingerprint(prepared, prepared.engine.kernel);
  return { fingerprint, candidates: [], current: startOneFit(oneFit(prepared, 0)) };
}

async function runToEnd(prepared: StartedFit, start: FitState, options: FitOptions): Promise<FitState> {
  let state = start;
  while (isSearching(prepared, state.candidates)) {
    const ended = await runCandidate(prepared, state, options);
    state = await closeCandidate(prepared, state, ended);
  }
  return runCurrent(prepared, state, options);
}

/** null: the candidate failed, and another rho may do. */
async function runCandidate(prepared: StartedFit, start: FitState, options: FitOptions): Promise<FitState | null> {
  try {
    return await runCurrent(prepared, start, options);
  } catch (error) {
    if (error instanceof ConfidenceCollapseError || error instanceof FitDivergedError) return null;
    throw error;
  }
}

/** Runs the fit of the rho that is up, to its end. */
async function runCurrent(prepared: StartedFit, start: FitState, options: FitOptions): Promise<FitState> {
  const { checkpoint, signal } = options;
  const rho = rhoOf(prepared, start.candidates);
  let state = start;
  if (signal?.aborted) await checkpoint?.save(state);
  signal?.throwIfAborted();
  for await (const { state: current, step } of runOneFit(oneFit(prepared, rho), start.current)) {
    state = { ...state, current };
    options.onProgress?.(progressOf(prepared, state, step));
    const told = 1 + (step.earlier?.length ?? 0);
    const isDue = checkpoint && (signal?.aborted || step.state.step % checkpoint.everySteps < told);
    if (isDue) await checkpoint.save(state);
    signal?.throwIfAborted();
  }
  return state;
}

/** Scores the candidate that has ended, and starts the next one, or the final fit. */
async function closeCandidate(prepared: StartedFit, before: FitState, ended: FitState | null): Promise<FitState> {
  const score = scorerOf(prepared);
  if (!score) throw new Error('fitCalibration: no validation rows'); // prepareFit has seen to it
  const candidate = {
    rho: rhoOf(prepared, before.candidates),
    validationScore: ended && (await score(resultOf(ended.current))),
  };
  const candidates = [...before.candidates, candidate];
  return { ...before, candidates, current: startOneFit(oneFit(prepared, rhoOf(prepared, candidates))) };
}

function isSearching({ settings }: PreparedFit, candidates: readonly RhoCandidate[]): boolean {
  return settings.rho === 'auto' && nextRho(settings.rhoSearch, candidates) !== null;
}

/** The rho that is up after these candidates: the given one, the next of the search, or the best. */
function rhoOf({ settings }: PreparedFit, candidates: readonly RhoCandidate[]): number {
  if (settings.rho !== 'auto') return settings.rho;
  const rho = nextRho(settings.rhoSearch, candidates) ?? bestRho(candidates);
  if (rho !== null) return rho;
  throw new FitDivergedError('fitCalibration: the fit failed at every rho: lower the learning rates');
}

/** What parameters are worth on the validation rows; null where there are none. */
function scorerOf({ validation, layout, prior, settings }: PreparedFit): OneFit['validate'] {
  if (!validation) return null;
  return (parameters) =>
    validationScore(validation, calibrationFromVector(parameters, layout), { prior, by: settings.chooseBy });
}

function oneFit(prepared: StartedFit, rho: number): OneFit {
  const { settings, train, counts, layout, engine } = prepared;
  const { normalization, zeroCounts, targetPrior, background } = settings;
  return {
    source: train,
    layout,
    classWeights: classWeights(counts, { rho, normalization, zeroCounts, targetPrior, background }),
    settings,
    engine,
    validate: scorerOf(prepared),
  };
}

function progressOf(prepared: PreparedFit, { candidates }: FitState, step: OptimizerStep): FitProgress {
  const { loss, meanConfidence, totalSteps, state } = step;
  const { rho, rhoSearch } = prepared.settings;
  const total = rho === 'auto' ? plannedRhos(rhoSearch, candidates).length : 0;
  return {
    rho: rhoOf(prepared, candidates),
    candidates: { done: candidates.length, total },
    step: state.step,
    totalSteps,
    loss,
    meanConfidence,
  };
}
