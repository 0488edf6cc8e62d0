import { calibrateOnHost } from '../calibration/calibrate-on-host.js';
import type { Calibration } from '../calibration/calibration.js';
import { countLabels } from '../features/count-labels.js';
import type { FeatureSource } from '../features/feature-source.js';
import { iterateBatches } from '../features/iterate-batches.js';
import { meanUnderPrior } from '../metrics/accuracy-under-prior.js';
import { topClass } from '../metrics/predict-classes.js';
import type { FitSettings } from './fit-settings.js';
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

/** How a validation score is made. */
export interface ValidationScoreOptions {
  /** [K] how the classes are weighed. Default: all alike. */
  readonly prior?: ArrayLike<number>;
  /** See `chooseBy` of the fit settings. Default: class-accuracy. */
  readonly by?: FitSettings['chooseBy'];
}

/**
 * What rho and early stopping are chosen by: the mean over the classes of their top-1 accuracy, right / rows, over those that have
 * rows; or of their intersection over union, right / (rows + predicted - right), over those that have rows or are predicted.
 */
export async function validationScore(
  source: FeatureSource,
  calibration: Calibration,
  { prior = new Float64Array(source.classes).fill(1), by = 'class-accuracy' }: ValidationScoreOptions = {},
): Promise<number> {
  const { classes } = source;
  const correct = new Float64Array(classes);
  const predicted = new Float64Array(classes);
  for await (const batch of iterateBatches(source)) {
    const calibrated = calibrateOnHost(batch, calibration);
    batch.labels.forEach((label, row) => {
      if (label < 0) return;
      const top = topClass(calibrated.subarray(row * classes, (row + 1) * classes));
      predicted[top]++;
      if (top === label) correct[label]++;
    });
  }
  const scores = countLabels(await source.labels(), classes).map((rows, k) => {
    const total = by === 'iou' ? rows + predicted[k] - correct[k] : rows;
    return total > 0 ? correct[k] / total : null;
  });
  return meanUnderPrior(scores, prior) ?? NaN;
}
