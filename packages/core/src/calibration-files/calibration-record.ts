import type { z } from 'zod';
import type { Calibration } from '../calibration/calibration.js';
import type { FitVerdict } from '../fitting/judge-fit.js';
import type { fitRecordSchema, metricSummarySchema } from './calibration-record-schema.js';

/** Metrics on validation rows, without the lists over classes. */
export type MetricSummary = z.output<typeof metricSummarySchema>;

/** Where a calibration came from: counts, settings with the rho that was used, what computed it, what it is worth. */
export type FitRecord = z.output<typeof fitRecordSchema>;

/** What a calibration file holds. */
export interface CalibrationRecord {
  readonly calibration: Calibration;
  /** [K] in class order; null where they are not known. */
  readonly classNames: readonly string[] | null;
  /** null for a calibration that was not fitted, like logit adjustment. */
  readonly fit: FitRecord | null;
}

/** The parts of a verdict that go into a file. */
export function metricSummaryOf(verdict: FitVerdict): MetricSummary {
  const shorten = ({ rows, accuracy, meanClassAccuracy, macroF1, calibrationError }: FitVerdict['untouched']) => ({
    rows,
    accuracy,
    meanClassAccuracy,
    macroF1,
    calibrationError,
  });
  return {
    ...verdict,
    untouched: shorten(verdict.untouched),
    logitAdjustment: shorten(verdict.logitAdjustment),
    calibrated: shorten(verdict.calibrated),
  };
}
