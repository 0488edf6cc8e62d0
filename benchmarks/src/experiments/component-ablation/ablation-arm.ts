import type { FitSettingsInput } from '@disalign/core';

// K classes, D features.

/** What an arm of the ablation does to the frozen network's logits. */
export type ArmMethod =
  /** Nothing is trained. */
  | { readonly kind: 'untouched' | 'logit-adjustment' }
  /** The head alone is fine-tuned with the weighted loss. */
  | { readonly kind: 'fine-tuned-head' }
  /** The head is frozen, and parts of a calibration are learned. */
  | { readonly kind: 'calibration'; readonly learn: NonNullable<FitSettingsInput['learn']> };

/** A row of the ablation. */
export interface AblationArm {
  readonly name: string;
  readonly method: ArmMethod;
  /** How many numbers are trained. */
  readonly trainedParameters: (sizes: { readonly classes: number; readonly featureSize: number }) => number;
}

/** The rows of the paper's Table 5, with logit adjustment for comparison. They are parallel: none builds on another. */
export const ablationArms: readonly AblationArm[] = [
  { name: 'joint baseline', method: { kind: 'untouched' }, trainedParameters: () => 0 },
  { name: 'logit adjustment, tau 1', method: { kind: 'logit-adjustment' }, trainedParameters: () => 0 },
  {
    name: 'GRW only (head fine-tuned)',
    method: { kind: 'fine-tuned-head' },
    trainedParameters: ({ classes, featureSize }) => classes * featureSize + classes,
  },
  {
    name: 'magnitude (c = 1)',
    method: { kind: 'calibration', learn: { bias: false, confidence: false } },
    trainedParameters: ({ classes }) => classes,
  },
  {
    name: 'margin (c = 1)',
    method: { kind: 'calibration', learn: { scale: false, confidence: false } },
    trainedParameters: ({ classes }) => classes,
  },
  {
    name: 'magnitude + margin (c = 1)',
    method: { kind: 'calibration', learn: { confidence: false } },
    trainedParameters: ({ classes }) => 2 * classes,
  },
  {
    name: 'full DisAlign',
    method: { kind: 'calibration', learn: {} },
    trainedParameters: ({ classes, featureSize }) => 2 * classes + featureSize + 1,
  },
];
