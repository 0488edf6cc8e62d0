import type { FitVerdict } from '@disalign/core';
import type { Colors } from '../command-line/colors.js';

/** The sentence of a verdict: green where the calibration is worth having, yellow where it is not. */
export function verdictMessage(
  { recommendation, message }: Pick<FitVerdict, 'recommendation' | 'message'>,
  colors: Colors,
): string {
  return recommendation === 'calibrated' ? colors.good(message) : colors.doubtful(message);
}
