import type { Calibration } from '../calibration/calibration.js';
import { identityCalibration } from '../calibration/identity-calibration.js';
import type { FeatureSource } from '../features/feature-source.js';
import { logitAdjustment } from '../methods/logit-adjustment.js';
import type { BootstrapIntervals } from '../metrics/bootstrap-class-means.js';
import { pairedBootstrap } from '../metrics/paired-bootstrap.js';
import { type ClassificationSummary, summarizeClassification } from '../metrics/summarize-classification.js';
import type { ZeroCounts } from '../reweighting/check-class-counts.js';
import type { BackgroundColumn } from '../reweighting/background-column.js';
import { targetShares, type TargetPrior } from '../reweighting/target-shares.js';
import { scoreCalibration } from './score-calibration.js';
import type { ScoredSource } from './score-logits.js';

/**
 * What a fit is worth on validation rows. Where `rho: 'auto'` or early stopping chose by the same rows, the figures of
 * the calibration are a little too good: judge on a test set before you publish. The summaries weigh all classes alike; under
 * another target prior the differences, and so the recommendation, weigh them by it.
 */
export interface FitVerdict {
  /** The logits as they came. */
  readonly untouched: ClassificationSummary;
  /** Logit adjustment with tau 1: what costs no fit at all. */
  readonly logitAdjustment: ClassificationSummary;
  readonly calibrated: ClassificationSummary;
  /** Mean per-class accuracy, calibrated minus untouched, with 95 % paired intervals. */
  readonly overUntouched: BootstrapIntervals;
  /** The same, calibrated minus logit adjustment. */
  readonly overLogitAdjustment: BootstrapIntervals;
  /** What to use, by the intervals over all classes. */
  readonly recommendation: 'calibrated' | 'logit-adjustment' | 'untouched';
  /** The same in a sentence. */
  readonly message: string;
}

/** What a calibration is judged by. */
export interface JudgeFitOptions {
  /** [K] training samples per class. */
  readonly counts: readonly number[];
  /** What becomes of a class without training samples. */
  readonly zeroCounts: ZeroCounts;
  /** How the differences weigh the classes. */
  readonly targetPrior: TargetPrior;
  /** Column of a detector's background. Default: there is none. */
  readonly background?: BackgroundColumn | null;
  /** Of the bootstrap. */
  readonly seed: number;
}

/**
 * Compares a calibration with what its user had, and with logit adjustment, on the same labelled rows: mean per-class accuracies, and their
 * differences with 95 % intervals (paired bootstrap).
 *
 * @param validation rows that the calibration was not fitted to
 * @throws RangeError if the calibration or the counts are of other sizes; what the source throws
 * @example
 * import { featuresInMemory, judgeFit, logitAdjustment } from '@disalign/core';
 * const rows = featuresInMemory({ features: [[1], [2]], logits: [[1, 3], [2, 1]], labels: [1, 1] });
 * const options = { counts: [90, 10], zeroCounts: 'error', targetPrior: 'uniform', seed: 0 } as const;
 * (await judgeFit(rows, logitAdjustment([90, 10]), options)).calibrated.accuracy; // 1, and untouched 0.5
 */
export async function judgeFit(
  validation: FeatureSource,
  calibration: Calibration,
  options: JudgeFitOptions,
): Promise<FitVerdict> {
  const { counts, zeroCounts, targetPrior, background, seed } = options;
  const classPrior = targetShares(targetPrior, counts, zeroCounts);
  const untouched = await scoreCalibration(validation, identityCalibration(validation.classes));
  const adjusted = await scoreCalibration(validation, logitAdjustment(counts, { zeroCounts, targetPrior, background }));
  const calibrated = await scoreCalibration(validation, calibration);
  const labels = await validation.labels();
  const over = (candidate: ScoredSource, reference: ScoredSource) =>
    pairedBootstrap(
      { labels, trainCounts: counts, classPrior, reference: reference.correct, candidate: candidate.correct },
      { seed },
    );
  const overUntouched = over(calibrated, untouched);
  const overLogitAdjustment = over(calibrated, adjusted);
  const summarize = (scored: ScoredSource) => summarizeClassification(scored.counts, counts);
  return {
    untouched: summarize(untouched),
    logitAdjustment: summarize(adjusted),
    calibrated: summarize(calibrated),
    overUntouched,
    overLogitAdjustment,
    ...recommend(overUntouched, over(adjusted, untouched), overLogitAdjustment),
  };
}

function recommend(
  overUntouched: BootstrapIntervals,
  adjustmentOverUntouched: BootstrapIntervals,
  overAdjustment: BootstrapIntervals,
): Pick<FitVerdict, 'recommendation' | 'message'> {
  const isAbove = ({ overall }: BootstrapIntervals) => overall !== null && overall.lower > 0;
  const isBelow = ({ overall }: BootstrapIntervals) => overall !== null && overall.upper < 0;
  if (isAbove(adjustmentOverUntouched) && (isBelow(overAdjustment) || !isAbove(overUntouched))) {
    const message = `Logit adjustment does better than what you had, and the fit does not beat it: use that (the fit against it: ${points(overAdjustment)}).`;
    return { recommendation: 'logit-adjustment', message };
  }
  if (!isAbove(overUntouched)) {
    const message = `No better than what you had: keep it (${points(overUntouched)}).`;
    return { recommendation: 'untouched', message };
  }
  const against = isAbove(overAdjustment)
    ? `${points(overAdjustment)} against logit adjustment`
    : `a tie with logit adjustment, ${points(overAdjustment)}`;
  return {
    recommendation: 'calibrated',
    message: `Better: ${points(overUntouched)} against the untouched model; ${against}.`,
  };
}

/** An interval of accuracies in points, as people read it. */
function points({ overall }: BootstrapIntervals): string {
  if (overall === null) return 'no rows';
  const signed = (value: number) => `${value < 0 ? '' : '+'}${(100 * value).toFixed(1)}`;
  return `${signed(overall.estimate)} points, 95 % interval ${signed(overall.lower)} to ${signed(overall.upper)}`;
}
