import { z } from 'zod';
import { fitSettingsSchema } from '../fitting/fit-settings.js';

const byShotGroup = <Value extends z.ZodType>(value: Value) =>
  z.object({ overall: value, many: value, medium: value, few: value });
const share = z.number().nullable();

const summary = z.object({
  rows: z.number(),
  accuracy: share,
  meanClassAccuracy: byShotGroup(share),
  macroF1: share,
  calibrationError: byShotGroup(share),
});

const intervals = byShotGroup(z.object({ estimate: z.number(), lower: z.number(), upper: z.number() }).nullable());

/** Metrics on validation rows, see `FitVerdict`. */
export const metricSummarySchema = z.object({
  untouched: summary,
  logitAdjustment: summary,
  calibrated: summary,
  overUntouched: intervals,
  overLogitAdjustment: intervals,
  recommendation: z.enum(['calibrated', 'logit-adjustment', 'untouched']),
  message: z.string(),
});

export const fitRecordSchema = z.object({
  /** [K] training samples per class. */
  counts: z.array(z.int().nonnegative()),
  settings: fitSettingsSchema.extend({ rho: z.number().nonnegative() }),
  /** What computed loss and gradients. */
  kernel: z.string(),
  /** null where there were no validation rows. */
  metrics: metricSummarySchema.nullable(),
});

/** Left out: `sigmoid`. */
export const confidenceFormSchema = z.enum(['sigmoid', 'rectified']).optional();

export const classNamesSchema = z.array(z.string()).nullable();
