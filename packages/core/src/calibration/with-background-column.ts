import { insertBackground, type BackgroundColumn } from '../reweighting/background-column.js';
import type { Calibration } from './calibration.js';
import { identityScale } from './identity-calibration.js';

/**
 * A calibration of the classes of a detector as one of all its logits: the column of the background stays as it is.
 *
 * @param calibration of C classes
 * @returns of K = C + 1 columns
 * @example
 * import { logitAdjustment, withBackgroundColumn } from '@disalign/core';
 * withBackgroundColumn(logitAdjustment([90, 10]), 'first').bias; // Float64Array [0, ..., ...]
 */
export function withBackgroundColumn(calibration: Calibration, background: BackgroundColumn): Calibration {
  const { form, scale, bias } = calibration;
  return {
    ...calibration,
    scale: Float64Array.from(insertBackground(scale, background, identityScale(form))),
    bias: Float64Array.from(insertBackground(bias, background, 0)),
  };
}
