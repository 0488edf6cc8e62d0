import { withBackgroundColumn, type Calibration } from '@disalign/core';

/** Where the logits of a region have the background class, which no calibration touches; `none` where they have none. */
export type BackgroundPlace = 'none' | 'first' | 'last';

/** A calibration of K classes as one of K + 1 logits, of which the background's stays as it is. */
export function withBackground(calibration: Calibration, background: BackgroundPlace): Calibration {
  return background === 'none' ? calibration : withBackgroundColumn(calibration, background);
}
