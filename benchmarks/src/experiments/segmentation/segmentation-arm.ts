import {
  fitCalibration,
  identityCalibration,
  logitAdjustment,
  type Calibration,
  type FitSettingsInput,
} from '@disalign/core';
import type { FeatureSource } from '@disalign/core';

// K classes, D features.

/** What is done to the logits of a frozen network. */
export type SegmentationMethod =
  | { readonly kind: 'untouched' }
  /** By each tau of `strengths`. */
  | { readonly kind: 'logit-adjustment'; readonly strengths: readonly number[] }
  /** Parts of a calibration are learned, under each rho of `strengths`. */
  | {
      readonly kind: 'calibration';
      readonly learn: NonNullable<FitSettingsInput['learn']>;
      readonly strengths: readonly number[];
    };

/** A row of the table. */
export interface SegmentationArm {
  readonly name: string;
  readonly method: SegmentationMethod;
}

/** The paper takes 0.3, and from 1 on IoU falls. */
const strengths = [0.1, 0.2, 0.3, 0.5, 0.8, 1] as const;

/** The rows of the table for each head. The first is what the others are compared with. */
export const segmentationArms: readonly SegmentationArm[] = [
  { name: 'frozen baseline', method: { kind: 'untouched' } },
  {
    name: 'logit adjustment',
    method: { kind: 'logit-adjustment', strengths },
  },
  {
    name: 'magnitude (c = 1)',
    method: { kind: 'calibration', learn: { bias: false, confidence: false }, strengths },
  },
  {
    name: 'margin (c = 1)',
    method: { kind: 'calibration', learn: { scale: false, confidence: false }, strengths },
  },
  { name: 'full DisAlign', method: { kind: 'calibration', learn: {}, strengths } },
];

/** A calibration that an arm may choose. */
export interface Candidate {
  /** rho, or tau; null where there is none to choose. */
  readonly strength: number | null;
  readonly calibration: Calibration;
  /** Share of the training pixels that the untouched network gets right; null where nothing is fitted. */
  readonly trainAccuracy: number | null;
}

/** What an arm is fitted to. */
export interface FitPixels {
  readonly train: FeatureSource;
  /** [K] pixels of each class in training. */
  readonly counts: readonly number[];
}

/** Batches of pixels as large as that of some images; both rates by the selection split. */
const optimizer = {
  kind: 'sgd',
  batchSize: 1024,
  epochs: 'auto',
  learningRate: { scale: 0.02, bias: 0.3, confidence: 0.02 },
} as const;

/** The calibrations among which an arm chooses: a fit for each rho, on half of the threads of the machine. */
export async function fitCandidates(
  { method }: SegmentationArm,
  { train, counts }: FitPixels,
  onProgress: (share: number) => void,
): Promise<Candidate[]> {
  if (method.kind === 'untouched') {
    return [{ strength: null, calibration: identityCalibration(counts.length), trainAccuracy: null }];
  }
  if (method.kind === 'logit-adjustment') {
    return method.strengths.map((tau) => ({
      strength: tau,
      calibration: logitAdjustment(counts, { tau }),
      trainAccuracy: null,
    }));
  }
  const candidates: Candidate[] = [];
  for (const rho of method.strengths) {
    const { calibration, trainAccuracy } = await fitCalibration(
      { train, counts },
      { settings: { learn: method.learn, rho, optimizer, validationFraction: 0 }, threads: 1, onWarning: () => {} },
    );
    candidates.push({ strength: rho, calibration, trainAccuracy });
    onProgress(candidates.length / method.strengths.length);
  }
  return candidates;
}
