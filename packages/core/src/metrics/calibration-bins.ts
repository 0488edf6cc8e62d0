import type { ClassificationCounts } from './classification-counts.js';
import { confidenceOfUnits } from './confidence-bin.js';

/** One bar of a reliability diagram: rows whose top-1 confidence lies in [lower, upper), in the last bin exactly 1. */
export interface CalibrationBin {
  readonly lower: number;
  readonly upper: number;
  readonly rows: number;
  /** Rows with a correct top-1 prediction. */
  readonly correct: number;
  /** Sum of the confidences of the rows. */
  readonly confidence: number;
}

/**
 * Calibration bins pooled over classes: B bins [b/B, (b+1)/B) and a last one for confidences of exactly 1, as in
 * torchmetrics. Accuracy of a bin is `correct / rows`, its mean confidence `confidence / rows`.
 *
 * @param includes whether the rows of a true class are pooled. Default: all are
 * @returns B + 1 bins, rising
 * @example
 * import { calibrationBins, ClassificationCounts } from '@disalign/core';
 * const counts = new ClassificationCounts({ classes: 2 });
 * counts.add({ logits: Float32Array.of(0, 0), labels: Int32Array.of(1) });
 * calibrationBins(counts)[7]; // { lower: 7 / 15, upper: 8 / 15, rows: 1, correct: 0, confidence: 0.5 }
 */
export function calibrationBins(
  counts: ClassificationCounts,
  includes: (classIndex: number) => boolean = () => true,
): CalibrationBin[] {
  const { bins, binRows, binCorrect, binConfidence } = counts;
  const members = Array.from({ length: counts.classes }, (_, k) => k).filter((k) => includes(k));
  return Array.from({ length: bins + 1 }, (_, bin) => {
    let rows = 0;
    let correct = 0;
    let units = 0n;
    for (const k of members) {
      const cell = k * (bins + 1) + bin;
      rows += binRows[cell];
      correct += binCorrect[cell];
      units += binConfidence[cell];
    }
    const upper = Math.min(1, (bin + 1) / bins);
    return { lower: bin / bins, upper, rows, correct, confidence: confidenceOfUnits(units) };
  });
}
