import { calibrateOnHost } from '../calibration/calibrate-on-host.js';
import type { Calibration } from '../calibration/calibration.js';
import { countLabels } from '../features/count-labels.js';
import type { FeatureSource } from '../features/feature-source.js';
import { iterateBatches } from '../features/iterate-batches.js';
import { meanUnderPrior } from '../metrics/accuracy-under-prior.js';
import { topClass } from '../metrics/predict-classes.js';
import { scoreLogits, type ScoredSource } from './score-logits.js';

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
  return scoreLogits(source, (batch) => calibrateOnHost(batch, calibration));
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
