import {
  countLabels,
  judgeFit,
  type BackgroundColumn,
  type CalibrationRecord,
  type FeatureSource,
  type FitVerdict,
  type LinearHeadArrays,
} from '@disalign/core';
import { loadCalibration } from '@disalign/core/node';
import type { LongTailGroupSizes } from '@disalign/segmentation';
import { checkCalibrationFits } from '../files/check-calibration-fits.js';
import { interruptible } from '../files/interruptible.js';
import { featurePaths, openFeatureFiles, type FeatureFiles } from '../files/open-feature-files.js';
import { readCounts, withBackgroundCount, type ClassCounts } from '../files/read-counts.js';
import type { Task } from '../tasks/task.js';
import { detectionScores, type AnnotationOptions, type DetectionScores } from './detection-scores.js';
import { pixelScores, type PixelScores } from './pixel-scores.js';

/** What is evaluated on which files. */
export interface EvaluateFilesOptions {
  /** Rows that the calibration was not fitted to. */
  readonly features: FeatureFiles;
  /** A calibration file. */
  readonly calibration: string;
  /** Default `classification`. */
  readonly task?: Task;
  /** Training samples of each class, without the background. Default: those of the fit. */
  readonly counts?: ClassCounts;
  /** Segmentation: how many classes are head, body and tail, by pixels. Default: 20, 55 and 75 where there are 150. */
  readonly groups?: LongTailGroupSizes;
  /** Detection: ground truth, where `features` are region shards: AP is evaluated too. */
  readonly annotations?: AnnotationOptions;
  /** Detection: column of the background. Default: as fitted, or `last`. */
  readonly background?: BackgroundColumn;
  /** Label of rows to be ignored, besides -1. */
  readonly ignoreLabel?: number;
  /** For files without logits. */
  readonly head?: string | LinearHeadArrays;
  /** Of the bootstrap. Default 0. */
  readonly seed?: number;
  /** Told of known traps. Default: console.warn. */
  readonly onWarning?: (message: string) => void;
  readonly signal?: AbortSignal;
}

/** What a calibration is worth on labelled rows. */
export interface Evaluation {
  readonly task: Task;
  readonly rows: number;
  readonly classes: number;
  /** [K] training samples of each class. */
  readonly counts: readonly number[];
  /** [K] rows of each class. */
  readonly support: readonly number[];
  /** Against the logits as they came and against logit adjustment, by shot group, with intervals. */
  readonly verdict: FitVerdict;
  /** Segmentation. */
  readonly pixels: PixelScores | null;
  /** Detection, where there is ground truth. */
  readonly detections: DetectionScores | null;
}

/**
 * `disalign evaluate`: what a calibration is worth on labelled rows, before and after, by group, with the verdict and its intervals.
 *
 * @throws RangeError where there are no counts; FileFormatError naming file and field; the reason of `signal`
 * @example
 * import { featuresInMemory, logitAdjustment } from '@disalign/core';
 * import { saveCalibration, writeFeatureShards } from '@disalign/core/node';
 * import { evaluateFiles } from 'disalign';
 * const rows = featuresInMemory({ features: [[1], [2]], logits: [[1, 3], [2, 1]], labels: [1, 1] });
 * await writeFeatureShards('test', rows);
 * await saveCalibration('adjusted.safetensors', { calibration: logitAdjustment([90, 10]), classNames: null, fit: null });
 * const options = { features: 'test/*.safetensors', calibration: 'adjusted.safetensors', counts: [90, 10] };
 * (await evaluateFiles(options)).verdict.calibrated.accuracy; // 1
 */
export async function evaluateFiles(options: EvaluateFilesOptions): Promise<Evaluation> {
  const { features, calibration: file, task = 'classification', seed = 0, signal } = options;
  const record = await loadCalibration(file);
  const source = interruptible(await openFeatureFiles(features, options), signal);
  checkCalibrationFits(record, source, file);
  const background = task === 'detection' ? (options.background ?? record.fit?.settings.background ?? 'last') : null;
  const counts = await countsFor(source, record, { ...options, task, background });
  const { zeroCounts = 'as-one', targetPrior = 'uniform' } = record.fit?.settings ?? {};
  const { calibration } = record;
  const verdict = await judgeFit(source, calibration, { counts, zeroCounts, targetPrior, background, seed });
  const { annotations } = options;
  return {
    task,
    rows: source.rows,
    classes: source.classes,
    counts,
    support: countLabels(await source.labels(), source.classes),
    verdict,
    pixels: task === 'segmentation' ? await pixelScores(source, calibration, { counts, sizes: options.groups }) : null,
    detections:
      annotations && background
        ? await detectionScores(await featurePaths(features), record, { ...annotations, background, signal })
        : null,
  };
}

/** [K] training samples of each column of logits. */
async function countsFor(
  source: FeatureSource,
  { fit }: CalibrationRecord,
  {
    counts,
    task,
    background,
  }: { readonly counts?: ClassCounts; readonly task: Task; readonly background: BackgroundColumn | null },
): Promise<readonly number[]> {
  if (counts !== undefined) {
    const given = await readCounts(counts, source, task);
    return background ? withBackgroundCount(given, source, background) : given;
  }
  if (fit) return fit.counts;
  throw new RangeError('evaluateFiles: `counts` must be given for a calibration that was not fitted, got none');
}
