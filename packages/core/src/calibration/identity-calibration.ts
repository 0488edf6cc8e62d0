import type { Calibration, CalibrationForm } from './calibration.js';

/**
 * The scale that leaves logits as they are: 1 in the blend form, 0 in the additive form.
 *
 * @example
 * import { identityScale } from '@disalign/core';
 * identityScale('blend'); // 1
 */
export function identityScale(form: CalibrationForm): 0 | 1 {
  return form === 'blend' ? 1 : 0;
}

/**
 * The calibration that changes nothing, without a confidence layer: where every fit starts.
 *
 * @param classes K, number of classes
 * @throws RangeError if K is not a positive integer
 * @example
 * import { identityCalibration } from '@disalign/core';
 * identityCalibration(1000).scale[0]; // 1
 */
export function identityCalibration(classes: number, form: CalibrationForm = 'blend'): Calibration {
  if (!Number.isSafeInteger(classes) || classes < 1) {
    throw new RangeError(`identityCalibration: \`classes\` must be a positive integer, got ${classes}`);
  }
  return {
    form,
    scale: new Float64Array(classes).fill(identityScale(form)),
    bias: new Float64Array(classes),
    confidence: null,
  };
}
