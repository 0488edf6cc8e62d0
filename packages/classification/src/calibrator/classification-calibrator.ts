import {
  calibrateOnHost,
  fitCalibration,
  metricSummaryOf,
  predictClasses,
  scoreCalibration,
  softmaxOnHost,
  summarizeClassification,
  type CalibrationRecord,
  type ClassificationSummary,
  type FeatureSource,
  type FitData,
  type FitOptions,
  type FitResult,
  type FitSettingsInput,
  type HostRows,
} from '@disalign/core';
import { loadCalibration, saveCalibration } from '@disalign/core/node';
import { publishedRecipes, type RecipeDataSet } from './published-recipes.js';

// N images, K classes, D features.

/** How a calibrator fits and reports. */
export interface ClassificationCalibratorOptions {
  /** How to fit; default: rho by validation, everything learned. A data set: its recipe, see `publishedRecipes`. */
  readonly settings?: FitSettingsInput | RecipeDataSet;
  /** [K] in class order, kept in the file. */
  readonly classNames?: readonly string[];
}

/**
 * DisAlign for an image classifier: fits magnitude, margin and confidence to the features and logits of the frozen
 * network (paper section 3.3), judges the fit, and predicts with it.
 *
 * @example
 * ```ts
 * import { ClassificationCalibrator } from '@disalign/classification';
 * import { featuresInMemory } from '@disalign/core';
 * const features = Array.from({ length: 60 }, (_, i) => [i % 7, i % 3]);
 * const logits = features.map(([a, b]) => [a - 1, b]);
 * const train = featuresInMemory({ features, logits, labels: features.map(([a]) => (a > 4 ? 1 : 0)) });
 * const calibrator = new ClassificationCalibrator({ classNames: ['head', 'tail'] });
 * const { verdict } = await calibrator.fit({ train });
 * console.log(verdict?.message);
 * await calibrator.save('calibration.safetensors');
 * const served = await ClassificationCalibrator.load('calibration.safetensors');
 * served.predict({ rows: 1, features: Float32Array.of(5, 1), logits: Float32Array.of(4, 1) }); // Int32Array [...]
 * ```
 */
export class ClassificationCalibrator {
  readonly #options: ClassificationCalibratorOptions;
  #record: CalibrationRecord | null = null;

  constructor(options: ClassificationCalibratorOptions = {}) {
    this.#options = options;
  }

  /** A calibrator as `save` left it. @throws FileFormatError naming file and field; what the file system throws */
  static async load(path: string): Promise<ClassificationCalibrator> {
    const calibrator = new ClassificationCalibrator();
    calibrator.#record = await loadCalibration(path);
    return calibrator;
  }

  /** Calibration, class names and the record of the fit. @throws Error before `fit` or `load` */
  get record(): CalibrationRecord {
    if (this.#record) return this.#record;
    throw new Error('ClassificationCalibrator: it must be fitted or loaded first');
  }

  /**
   * Fits to the features, logits and labels of a source, see `fitCalibration`. A fit that fails leaves the calibrator as it was.
   *
   * @throws RangeError if there are other than K class names; what `fitCalibration` throws
   */
  async fit(data: FitData, options: Omit<FitOptions, 'settings'> = {}): Promise<FitResult> {
    const { settings: asked, classNames = null } = this.#options;
    const settings = typeof asked === 'string' ? publishedRecipes[asked].fit : asked;
    const { classes } = data.train;
    if (classNames && classNames.length !== classes) {
      throw new RangeError(
        `ClassificationCalibrator: \`classNames\` must hold ${classes} names, one a class, got ${classNames.length}`,
      );
    }
    const result = await fitCalibration(data, { ...options, settings });
    const { calibration, counts, kernel, verdict } = result;
    const fit = {
      counts: [...counts],
      settings: result.settings,
      kernel,
      metrics: verdict && metricSummaryOf(verdict),
    };
    this.#record = { calibration, classNames, fit };
    return result;
  }

  /** Calibrated logits, float64 [N, K]. @throws RangeError if the arrays do not hold N rows of K logits and D features */
  calibrate(batch: HostRows): Float64Array {
    return calibrateOnHost(batch, this.record.calibration);
  }

  /** Class of each row, [N]; the lower of equals. Throws as `calibrate` does. */
  predict(batch: HostRows): Int32Array {
    return predictClasses(this.calibrate(batch), this.record.calibration.scale.length);
  }

  /** Probabilities, float64 [N, K] (paper Eq. 7). Throws as `calibrate` does. */
  predictProbabilities(batch: HostRows): Float64Array {
    return softmaxOnHost(this.calibrate(batch), this.record.calibration.scale.length);
  }

  /**
   * Metrics on labelled rows; shot groups by the counts of the fit, or by `trainCounts`.
   *
   * @param trainCounts [K]; needed for a loaded calibration that was not fitted
   * @throws RangeError when there are no counts; what the source throws
   */
  async evaluate(source: FeatureSource, trainCounts?: ArrayLike<number>): Promise<ClassificationSummary> {
    const { calibration, fit } = this.record;
    const counts = trainCounts ?? fit?.counts;
    if (!counts)
      throw new RangeError('ClassificationCalibrator.evaluate: `trainCounts` must be given, as there was no fit');
    return summarizeClassification((await scoreCalibration(source, calibration)).counts, counts);
  }

  /** Writes one safetensors file, whole or not at all: calibration, class names, counts, settings, metrics, kernel variant. */
  async save(path: string): Promise<void> {
    await saveCalibration(path, this.record);
  }
}
