import {
  backgroundIndex,
  calibrateOnHost,
  countLabels,
  fitCalibration,
  identityCalibration,
  insertBackground,
  metricSummaryOf,
  type CalibrationRecord,
  type FitData,
  type FitOptions,
  type FitResult,
  type FitSettingsInput,
  type HostRows,
} from '@disalign/core';
import { loadCalibration, saveCalibration } from '@disalign/core/node';
import type { GroundTruth } from '../data/ground-truth.js';
import { detectRegions, type DetectOptions } from '../post-processing/detect-regions.js';
import type { RegionDetections } from '../post-processing/region-detections.js';
import { regionScores, type RegionScoring } from '../post-processing/region-scores.js';
import type { RegionHead, RegionImage, RegionSplit } from '../regions/region-image.js';
import type { ResultRecord } from '../results/result-records.js';
import { authorsRegionSettings, type AuthorsRegionOptions } from './authors-region-settings.js';
import { evaluateRegions, type EvaluateRegionsOptions } from './evaluate-regions.js';
import type { RegionEvaluation } from './region-evaluator.js';
import { imageResults, type ImageResultsOptions } from './image-results.js';

// R regions, C classes, K = C + 1 columns of logits, D features.

/** What a calibrator calibrates, and how it fits. */
export interface RegionCalibratorOptions extends RegionHead {
  /**
   * How to fit. Default, and default of what is left out: rho 0.8, weights that sum to C beside a background of 1, everything learned. A data set of LVIS:
   * the authors' recipe for it, see `authorsRegionSettings`.
   */
  readonly settings?: FitSettingsInput | AuthorsRegionOptions['dataSet'];
  /** [C] in class order, kept in the file. */
  readonly classNames?: readonly string[];
}

/** What a calibrator is fitted to. */
export interface RegionFitData extends Omit<FitData, 'counts'> {
  /** Regions of training images, see `sampleRegions` and `writeRegionSamples`. */
  readonly train: FitData['train'];
  /** [C] training samples of each class: instances or images (`readCategoryOccurrences`), or a num_shots file. Default: the regions of each class in `train`. */
  readonly counts?: ArrayLike<number>;
  /** Whole images to judge the fit by, before and after. */
  readonly validationImages?: {
    readonly images: RegionSplit;
    readonly truth: GroundTruth;
    readonly options?: EvaluateRegionsOptions;
  };
}

/** A fit, and what it does to whole images. */
export interface RegionFitResult extends FitResult {
  /** null without validation images. */
  readonly images: { readonly untouched: RegionEvaluation; readonly calibrated: RegionEvaluation } | null;
}

/**
 * DisAlign for a box head: fits magnitude and margin of the foreground classes and the confidence to regions of a frozen detector, judges
 * the fit by images, and detects with it. The background's logit stays as it is. Linear and cosine heads differ only in the logits that
 * they give; a sigmoid head is fitted by a loss of its own, see core's `AlignmentHead`. A cascade has a calibrator for each head, whose
 * `scoring` go together into `evaluateRegions` and `imageResults`.
 *
 * The verdict of a fit is about regions, one by one; what counts is AP. Judge by images.
 *
 * @example
 * import { featuresInMemory } from '@disalign/core';
 * import { RegionCalibrator } from '@disalign/detection';
 * const labels = Array.from({ length: 60 }, (_, i) => (i % 10 === 0 ? 1 : i % 2 === 0 ? 0 : 2)); // 2 is the background
 * const features = labels.map((label, i) => [label + (i % 3), i % 5]);
 * const logits = features.map(([a, b]) => [2 - a, a - 4, b / 4]);
 * const calibrator = new RegionCalibrator({ background: 'last', classNames: ['cat', 'lynx'] });
 * await calibrator.fit({ train: featuresInMemory({ features, logits, labels }) });
 * await calibrator.save('regions.safetensors');
 * const served = await RegionCalibrator.load('regions.safetensors');
 * served.predictProbabilities({ rows: 1, features: Float32Array.of(2, 1), logits: Float32Array.of(0, -2, 1) }); // of cat, lynx
 */
export class RegionCalibrator {
  readonly #options: RegionCalibratorOptions;
  #record: CalibrationRecord | null = null;

  constructor(options: RegionCalibratorOptions = {}) {
    this.#options = options;
  }

  /**
   * A calibrator as `save` left it.
   *
   * @param head where the background stands and what the logits mean; needed for a file that no fit has left, default as fitted
   * @throws FileFormatError naming file and field; what the file system throws
   */
  static async load(path: string, head: RegionHead = {}): Promise<RegionCalibrator> {
    const record = await loadCalibration(path);
    const { background, probabilities } = record.fit?.settings ?? {};
    const calibrator = new RegionCalibrator({ background: background ?? 'last', probabilities, ...head });
    calibrator.#record = record;
    return calibrator;
  }

  /** Calibration [K], class names (the background among them) and the record of the fit. @throws Error before `fit` or `load` */
  get record(): CalibrationRecord {
    if (this.#record) return this.#record;
    throw new Error('RegionCalibrator: it must be fitted or loaded first');
  }

  /** The head with its calibration, for `detectRegions` and all that is made of it. @throws Error before `fit` or `load` */
  get scoring(): RegionScoring {
    return { ...this.#head, calibrations: [this.record.calibration] };
  }

  /**
   * Fits to labelled regions, see core's `fitCalibration`, and judges by whole images. A fit that fails leaves the calibrator as it was.
   *
   * @throws RangeError if there are other than C class names or counts; what `fitCalibration` and the images throw
   */
  async fit(data: RegionFitData, options: Omit<FitOptions, 'settings'> = {}): Promise<RegionFitResult> {
    const { validationImages, counts: given, ...regions } = data;
    const { background } = this.#head;
    const columns = regions.train.classes;
    const { classNames } = this.#options;
    for (const [name, list] of Object.entries({ classNames, counts: given })) {
      if (!list || list.length === columns - 1) continue;
      throw new RangeError(
        `RegionCalibrator: \`${name}\` must hold ${columns - 1} entries, one a class, got ${list.length}`,
      );
    }
    const seen = countLabels(await regions.train.labels(), columns);
    const counts = given ? insertBackground(given, background, seen[backgroundIndex(background, columns)]) : seen;
    const result = await fitCalibration({ ...regions, counts }, { ...options, settings: this.#settingsFor(regions) });
    const { calibration, kernel, verdict, settings } = result;
    const images = validationImages ? await this.#judge(validationImages, calibration) : null;
    this.#record = {
      calibration,
      classNames: classNames ? namesWithBackground(classNames, background) : null,
      fit: { counts, settings, kernel, metrics: verdict && metricSummaryOf(verdict) },
    };
    return { ...result, images };
  }

  get #head(): Required<RegionHead> {
    const { background = 'last', probabilities = 'softmax' } = this.#options;
    return { background, probabilities };
  }

  #settingsFor({ train: { rows, views } }: FitData): FitSettingsInput {
    const { settings } = this.#options;
    if (typeof settings !== 'string') return { rho: 0.8, normalization: 'classes', ...settings, ...this.#head };
    return {
      ...authorsRegionSettings({ dataSet: settings, regions: rows * views }),
      validationFraction: 0,
      ...this.#head,
    };
  }

  async #judge(
    { images, truth, options }: NonNullable<RegionFitData['validationImages']>,
    calibration: CalibrationRecord['calibration'],
  ): Promise<NonNullable<RegionFitResult['images']>> {
    const evaluate = (one: CalibrationRecord['calibration']) =>
      evaluateRegions(images, truth, { ...this.#head, calibrations: [one] }, options);
    return {
      untouched: await evaluate(identityCalibration(calibration.scale.length)),
      calibrated: await evaluate(calibration),
    };
  }

  /** Calibrated logits, float64 [R, K]. @throws RangeError if the arrays do not hold R rows of K logits and D features */
  calibrate(batch: HostRows): Float64Array {
    return calibrateOnHost(batch, this.record.calibration);
  }

  /** Scores of the classes, float32 [R, C], see `regionScores`. Throws as `calibrate` does. */
  predictProbabilities(batch: HostRows): Float32Array {
    return regionScores([batch], this.scoring);
  }

  /** Detections of an image, see `detectRegions`. */
  predict(image: RegionImage, options: DetectOptions = {}): RegionDetections {
    return detectRegions(image, this.scoring, options);
  }

  /** Records for `writeResults`, image by image, see `imageResults`. */
  results(images: RegionSplit, truth: GroundTruth, options: ImageResultsOptions = {}): AsyncGenerator<ResultRecord[]> {
    return imageResults(images, truth, this.scoring, options);
  }

  /** AP over images, see `evaluateRegions`. */
  async evaluate(
    images: RegionSplit,
    truth: GroundTruth,
    options: EvaluateRegionsOptions = {},
  ): Promise<RegionEvaluation> {
    return evaluateRegions(images, truth, this.scoring, options);
  }

  /** Writes one safetensors file, whole or not at all: calibration, class names, counts, settings, metrics, kernel variant. */
  async save(path: string): Promise<void> {
    await saveCalibration(path, this.record);
  }
}

function namesWithBackground(names: readonly string[], background: 'first' | 'last'): string[] {
  return background === 'first' ? ['background', ...names] : [...names, 'background'];
}
