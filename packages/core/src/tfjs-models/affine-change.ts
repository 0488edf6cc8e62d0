import type { Calibration } from '../calibration/calibration.js';
import { foldStandardization, type FoldedConfidence } from '../calibration/fold-standardization.js';
import { identityScale } from '../calibration/identity-calibration.js';

// K classes, D features.

/**
 * A calibration of either form as `z + c (factor z + shift)`: what a model is given behind its logits. The identity has 0 and 0, so that
 * every logit comes out as it went in.
 */
export interface AffineChange {
  /** [K] magnitude less that of the identity. */
  readonly factor: Float32Array<ArrayBuffer>;
  /** [K] margin. */
  readonly shift: Float32Array<ArrayBuffer>;
  /** null: c = 1. */
  readonly confidence: FoldedConfidence | null;
}

/** The change of logits that a calibration makes. */
export function affineChange({ form, scale, bias, confidence }: Calibration): AffineChange {
  const identity = identityScale(form);
  return {
    factor: Float32Array.from(scale, (value) => value - identity),
    shift: Float32Array.from(bias),
    confidence: confidence && foldStandardization(confidence),
  };
}
