import {
  fitCalibration,
  identityCalibration,
  logitAdjustment,
  scoreMethod,
  summarizeClassification,
  type Calibration,
  type FitSettingsInput,
  type MethodOutcome,
  type ScoredSource,
} from '@disalign/core';
import { fitReweightedHead } from '../methods/reweighted-head.js';
import type { ArmMethod } from './ablation-arm.js';
import type { OriginFeatures } from '../feature-origin.js';

/** What a run of an arm ends with. */
export interface ArmOutcome {
  readonly rho: number | null;
  readonly validation: number;
  readonly test: ScoredSource;
  /** Share of the training rows, all views, that the network gets right as it is; null where the arm does not look. */
  readonly trainAccuracy: number | null;
}

/** How an arm is run. */
export interface ArmRequest {
  readonly method: ArmMethod;
  readonly seed: number;
  /** A rho that is already chosen; null: choose it on validation. */
  readonly rho: number | null;
  /** Told the share that is done. */
  readonly onProgress: (share: number) => void;
}

/** What an arm is run on. */
export type ArmFeatures = Omit<OriginFeatures, 'balanced'>;

/** Runs one arm on the features of one network. */
export function runArm(features: ArmFeatures, request: ArmRequest): Promise<ArmOutcome> {
  switch (request.method.kind) {
    case 'untouched':
      return judge(features, calibrated(identityCalibration(features.train.classes)), null);
    case 'logit-adjustment':
      return judge(features, calibrated(logitAdjustment(features.trainCounts)), null);
    case 'calibration':
      return runCalibration(features, request.method.learn, request);
    case 'fine-tuned-head':
      return runFineTunedHead(features, request);
  }
}

async function runCalibration(
  features: ArmFeatures,
  learn: FitSettingsInput['learn'],
  { seed, rho, onProgress }: ArmRequest,
): Promise<ArmOutcome> {
  const { train, validation, trainCounts: counts } = features;
  const settings = {
    learn,
    seed,
    rho: rho ?? 'auto',
    rhoSearch: 'coarse-to-fine',
    optimizer: { kind: 'sgd' },
  } as const;
  // The search finds out what there is to do as it goes: more of it is no step back.
  let share = 0;
  const result = await fitCalibration(
    { train, validation, counts },
    {
      settings,
      onProgress: ({ candidates: { done, total }, step, totalSteps }) => {
        share = Math.max(share, (done + step / totalSteps) / (total + 1));
        onProgress(share);
      },
    },
  );
  const judged = await judge(features, calibrated(result.calibration), result.settings.rho);
  return { ...judged, trainAccuracy: result.trainAccuracy };
}

async function runFineTunedHead(features: ArmFeatures, request: ArmRequest): Promise<ArmOutcome> {
  const { train, validation, head, trainCounts: counts } = features;
  const { seed, onProgress } = request;
  const fitted = await fitReweightedHead(
    { train, validation, counts, ...(head && { head }) },
    { ...(request.rho !== null && { rho: request.rho }), seed, onProgress },
  );
  return judge(features, fitted.outcome, fitted.chosen.rho);
}

async function judge(
  { validation, test, trainCounts }: ArmFeatures,
  outcome: MethodOutcome,
  rho: number | null,
): Promise<ArmOutcome> {
  const fitted = { method: 'arm', outcome, trainedParameters: 0, chosen: {} };
  const { counts } = await scoreMethod(validation, fitted);
  const { overall } = summarizeClassification(counts, trainCounts).meanClassAccuracy;
  return { rho, validation: overall ?? 0, test: await scoreMethod(test, fitted), trainAccuracy: null };
}

function calibrated(calibration: Calibration): MethodOutcome {
  return { kind: 'calibration', calibration };
}
