import { calibrateOnHost } from '../calibration/calibrate-on-host.js';
import type { Calibration } from '../calibration/calibration.js';
import { countLabels } from '../features/count-labels.js';
import type { FeatureSource } from '../features/feature-source.js';
import { iterateBatches } from '../features/iterate-batches.js';
import { meanUnderPrior } from '../metrics/accuracy-under-prior.js';
import { ClassificationCounts } from '../metrics/classification-counts.js';
import { topClass } from '../metrics/predict-classes.js';
import { correctRows } from '../metrics/correct-rows.js';

/** What a calibration does on labelled rows. */
export interface ScoredSource {
  readonly counts: ClassificationCounts;
  /** [N] 1 for correct rows: what paired intervals are made of. */
  readonly correct: Uint8Array;
}

/**
 * What a calibration gets right over a labelled source, in one pass with flat memory (view 0 of each row).
 *
 * @throws RangeError if the calibration is of other sizes; what the source throws
 * @example
 * import { featuresInMemory, identityCalibration, scoreCalibration, summarizeClassification } from '@disalign/core';
 * const source = featuresInMemory({ features: [[1], [2]], logits: [[0, 3], [3, 0]], labels: [1, 1] });
 * const { counts } = await scoreCalibration(source, identityCalibration(2));
 * summarizeClassification(counts, [500, 10]).accuracy; // 0.5
 */
export async function scoreCalibration(source: FeatureSource, calibration: Calibration): Promise<ScoredSource> {
  const { classes } = source;
  const counts = new ClassificationCounts({ classes });
  const correct = new Uint8Array(source.rows);
  let first = 0;
  for await (const batch of iterateBatches(source)) {
    const rows = { logits: calibrateOnHost(batch, calibration), labels: batch.labels };
    counts.add(rows);
    correct.set(correctRows(rows, { classes }), first);
    first += batch.rows;
  }
  return { counts, correct };
}

/**
 * Mean over the classes that have rows of their top-1 accuracy, weighed by a prior [K] where one is given: what rho and early
 * stopping are chosen by.
 */
export async function meanClassAccuracy(
  source: FeatureSource,
  calibration: Calibration,
  prior: ArrayLike<number> = new Float64Array(source.classes).fill(1),
): Promise<number> {
  const { classes } = source;
  const correct = new Float64Array(classes);
  for await (const batch of iterateBatches(source)) {
    const calibrated = calibrateOnHost(batch, calibration);
    batch.labels.forEach((label, row) => {
      if (label >= 0 && topClass(calibrated.subarray(row * classes, (row + 1) * classes)) === label) correct[label]++;
    });
  }
  const support = countLabels(await source.labels(), classes);
  const accuracies = support.map((rows, k) => (rows > 0 ? correct[k] / rows : null));
  return meanUnderPrior(accuracies, prior) ?? NaN;
}
