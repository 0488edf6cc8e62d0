import type { OneFitState } from './one-fit.js';
import type { PreparedFit } from './prepare-fit.js';

/** A rho that was tried. */
export interface RhoCandidate {
  readonly rho: number;
  /** On validation rows, see `chooseBy` of the settings; null where the fit collapsed or diverged. */
  readonly validationScore: number | null;
}

/** Where a fit stands: a plain value. Given back to `fitCalibration` it goes on from there, to the same last bit. */
export interface FitState {
  /** What the fit is of: settings and sizes. Only the same fit goes on. */
  readonly fingerprint: string;
  /** The values of rho that are done, under `rho: 'auto'`. */
  readonly candidates: readonly RhoCandidate[];
  /** The fit that runs: of the next candidate, or of the rho that was chosen. */
  readonly current: OneFitState;
}

/** Text that is the same for two fits exactly when one can go on from the other's state. */
export function fitFingerprint(fit: PreparedFit, engine: string): string {
  const { settings, train, validation, counts, trainAccuracy } = fit;
  const sizes = [train.rows, train.featureSize, train.classes, train.views, validation?.rows ?? 0];
  return JSON.stringify({ settings, engine, sizes, counts, trainAccuracy });
}
