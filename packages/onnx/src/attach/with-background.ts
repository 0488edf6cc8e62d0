import { identityScale, type Calibration } from '@disalign/core';

/** Where the logits of a region have the background class, which no calibration touches; `none` where they have none. */
export type BackgroundPlace = 'none' | 'first' | 'last';

/** A calibration of K classes as one of K + 1 logits, of which the background's stays as it is. */
export function withBackground(calibration: Calibration, background: BackgroundPlace): Calibration {
  if (background === 'none') return calibration;
  const join = (values: Float64Array, added: number) =>
    Float64Array.from(background === 'first' ? [added, ...values] : [...values, added]);
  return {
    ...calibration,
    scale: join(calibration.scale, identityScale(calibration.form)),
    bias: join(calibration.bias, 0),
  };
}
