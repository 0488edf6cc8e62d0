import type { CalibrationBin } from './calibration-bins.js';

/**
 * Expected calibration error: `sum_b (n_b / n) |accuracy_b - confidence_b| = sum_b |correct_b - confidence sum_b| / n`,
 * n the rows of all bins (Guo et al., ICML 2017; torchmetrics' `MulticlassCalibrationError` with norm `l1`).
 *
 * @param bins as `calibrationBins` gives them
 * @returns in [0, 1]; null without rows
 * @example
 * import { calibrationBins, calibrationError, ClassificationCounts } from '@disalign/core';
 * const counts = new ClassificationCounts({ classes: 2 });
 * counts.add({ logits: Float32Array.of(0, 0), labels: Int32Array.of(1) });
 * calibrationError(calibrationBins(counts)); // 0.5
 */
export function calibrationError(bins: readonly CalibrationBin[]): number | null {
  let rows = 0;
  let gap = 0;
  for (const bin of bins) {
    rows += bin.rows;
    gap += Math.abs(bin.correct - bin.confidence);
  }
  return rows === 0 ? null : gap / rows;
}
