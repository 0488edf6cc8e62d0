import {
  classWeights,
  featuresInMemory,
  fineTuneHead,
  fitCalibration,
  identityCalibration,
  linearLogitsOnHost,
  logitAdjustment,
  scoreCalibration,
  summarizeClassification,
  type Calibration,
  type FeatureSource,
  type FitSettingsInput,
  type LinearHeadArrays,
  type ScoredSource,
} from '@disalign/core';
import type { ArmMethod } from './ablation-arm.js';
import type { StageTwoFeatures } from '../stage-two-features.js';

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

/** Values of rho among which a fine-tuned head is chosen; each is a whole training. */
const HEAD_RHOS = [0.5, 1, 1.5, 2] as const;
const HEAD_TRAINING = { epochs: 5, learningRate: 0.01 } as const;

/** Runs one arm on the features of one network. */
export function runArm(features: StageTwoFeatures, request: ArmRequest): Promise<ArmOutcome> {
  switch (request.method.kind) {
    case 'untouched':
      return judge(features, identityCalibration(features.train.classes), null);
    case 'logit-adjustment':
      return judge(features, logitAdjustment(features.trainCounts), null);
    case 'calibration':
      return runCalibration(features, request.method.learn, request);
    case 'fine-tuned-head':
      return runFineTunedHead(features, request);
  }
}

async function runCalibration(
  features: StageTwoFeatures,
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
  return { ...(await judge(features, result.calibration, result.settings.rho)), trainAccuracy: result.trainAccuracy };
}

async function runFineTunedHead(features: StageTwoFeatures, request: ArmRequest): Promise<ArmOutcome> {
  const { train, head, trainCounts } = features;
  const rhos = request.rho === null ? HEAD_RHOS : [request.rho];
  let best: ArmOutcome | null = null;
  for (const [i, rho] of rhos.entries()) {
    const tuned = await fineTuneHead(train, head, {
      ...HEAD_TRAINING,
      classWeights: classWeights(trainCounts, { rho }),
      seed: request.seed,
      onProgress: ({ step, totalSteps }) => request.onProgress((i + step / totalSteps) / rhos.length),
    });
    const outcome = await judge(await withHead(features, tuned), identityCalibration(train.classes), rho);
    if (best === null || outcome.validation > best.validation) best = outcome;
  }
  if (best === null) throw new RangeError('runFineTunedHead: there must be a rho to try');
  return best;
}

/** Validation and test rows with the logits of another head. */
async function withHead(features: StageTwoFeatures, head: LinearHeadArrays): Promise<StageTwoFeatures> {
  const replace = async (source: FeatureSource) => {
    const { features: values, labels } = await source.read({ start: 0, end: source.rows });
    return featuresInMemory({ features: values, logits: linearLogitsOnHost(values, head), labels });
  };
  return { ...features, validation: await replace(features.validation), test: await replace(features.test) };
}

async function judge(
  { validation, test, trainCounts }: StageTwoFeatures,
  calibration: Calibration,
  rho: number | null,
): Promise<ArmOutcome> {
  const { counts } = await scoreCalibration(validation, calibration);
  const { overall } = summarizeClassification(counts, trainCounts).meanClassAccuracy;
  return { rho, validation: overall ?? 0, test: await scoreCalibration(test, calibration), trainAccuracy: null };
}
