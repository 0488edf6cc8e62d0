import {
  fitCalibration,
  identityCalibration,
  metricSummaryOf,
  softmaxOnHost,
  type CalibrationRecord,
  type FitData,
  type FitOptions,
  type FitResult,
  type FitSettingsInput,
} from '@disalign/core';
import { loadCalibration, saveCalibration } from '@disalign/core/node';
import { authorsFitSettings } from '../calibration/authors-fit-settings.js';
import { calibrateMaps, confidenceMap } from '../calibration/calibrate-maps.js';
import { calibratedNetwork } from '../calibration/calibrated-network.js';
import type { FeatureMaps, FeatureMapSplit, FeatureNetwork } from '../feature-maps/feature-maps.js';
import { checkImageSize } from '../inference/check-image-size.js';
import type { PixelMap } from '../inference/pixel-map.js';
import type { SegmentationNetwork } from '../inference/segmentation-network.js';
import type { ImageSize, LabelMap } from '../labels/label-map.js';
import type { LongTailGroup } from '../metrics/long-tail-groups.js';
import { labelsAtSize, scoreImages, type ScoreImagesOptions } from './score-images.js';
import { evaluationOf, type SegmentationEvaluation } from './segmentation-evaluation.js';

// h x w cells of the network, K classes, D features.

/** How a calibrator fits and reports. */
export interface SegmentationCalibratorOptions {
  /**
   * How to fit; default: rho by IoU on validation pixels, everything learned. `authors`: their recipe, see `authorsFitSettings`, in steps of 4,096
   * pixels and on all of them, for pixels drawn `uniform-all`.
   */
  readonly settings?: FitSettingsInput | 'authors';
  /** [K] in class order, kept in the file. */
  readonly classNames?: readonly string[];
  /** [K] head, body or tail, for the summaries of `fit` and `evaluate`, see `longTailGroups`. */
  readonly groups?: readonly LongTailGroup[];
}

/** What a calibrator is fitted to. */
export interface SegmentationFitData extends FitData {
  /** Pixels of training images, see `writePixelShards` and `samplePixels`. */
  readonly train: FitData['train'];
  /** Pixels of other images, to choose and judge by. Default: a share of `train`, whose images are then in both parts. */
  readonly validation?: FitData['validation'];
  /** [K] class prior: `PixelCounts.prior` or `ratioPrior`. Default: the pixels of each class in `train`. */
  readonly counts?: FitData['counts'];
  /** Whole images to judge the fit by, before and after. */
  readonly validationImages?: FeatureMapSplit;
}

/** A fit, and what it does to whole images. */
export interface SegmentationFitResult extends FitResult {
  /** null without validation images. */
  readonly images: {
    readonly untouched: SegmentationEvaluation;
    readonly calibrated: SegmentationEvaluation;
  } | null;
}

/** Sizes of a prediction. */
export interface PredictOptions {
  /** Of the label map. Default: that of the maps. */
  readonly size?: ImageSize;
  /** At which the network saw the image: logits are resized to it first, as mmsegmentation does. Left out: to `size` at once. */
  readonly inputSize?: ImageSize;
}

/**
 * DisAlign for semantic segmentation: fits magnitude, margin and confidence to sampled pixels of a frozen network, judges the fit, and
 * predicts with it, image by image.
 *
 * The verdict of a fit takes pixels for independent, which those of one image are not: its intervals are too narrow. Judge by images.
 *
 * @example
 * import { samplePixels, SegmentationCalibrator, type FeatureMapSplit } from '@disalign/segmentation';
 * const cells = { height: 1, width: 4 };
 * const images: FeatureMapSplit = {
 *   count: 20, // yours: a network over images (runFeatureNetwork), or maps from a disk
 *   read: async (row) => ({
 *     features: { ...cells, channels: 1, data: Float32Array.of(0, 1, 2, row % 5) },
 *     logits: { ...cells, channels: 2, data: Float32Array.of(2, -1, 2, 0, 1, 0, 3, 1) },
 *     labels: { ...cells, labels: Uint8Array.of(0, 0, 1, row % 2) },
 *   }),
 * };
 * const calibrator = new SegmentationCalibrator({ classNames: ['wall', 'flag'] });
 * const train = await samplePixels(images, { pixelsPerImage: 4 });
 * const { images: judged } = await calibrator.fit({ train, validationImages: images });
 * console.log(judged?.untouched.summary.mAcc, judged?.calibrated.summary.mAcc);
 * await calibrator.save('segmentation.safetensors');
 * const served = await SegmentationCalibrator.load('segmentation.safetensors');
 * served.predict(await images.read(0), { size: { height: 2, width: 8 } }).labels; // Uint8Array [...]
 */
export class SegmentationCalibrator {
  readonly #options: SegmentationCalibratorOptions;
  #record: CalibrationRecord | null = null;

  constructor(options: SegmentationCalibratorOptions = {}) {
    this.#options = options;
  }

  /**
   * A calibrator as `save` left it.
   *
   * @param options `groups`, which the file does not hold
   * @throws FileFormatError naming file and field; what the file system throws
   */
  static async load(
    path: string,
    options: Pick<SegmentationCalibratorOptions, 'groups'> = {},
  ): Promise<SegmentationCalibrator> {
    const calibrator = new SegmentationCalibrator(options);
    calibrator.#record = await loadCalibration(path);
    return calibrator;
  }

  /** Calibration, class names and the record of the fit. @throws Error before `fit` or `load` */
  get record(): CalibrationRecord {
    if (this.#record) return this.#record;
    throw new Error('SegmentationCalibrator: it must be fitted or loaded first');
  }

  /**
   * Fits to sampled pixels, see core's `fitCalibration`, and judges by whole images. A fit that fails leaves the calibrator as it was.
   *
   * @throws RangeError if there are other than K class names or groups; what `fitCalibration` and the images throw
   */
  async fit(data: SegmentationFitData, options: Omit<FitOptions, 'settings'> = {}): Promise<SegmentationFitResult> {
    const { classNames = null, groups } = this.#options;
    const { validationImages, ...pixels } = data;
    const { classes } = pixels.train;
    for (const [name, list] of Object.entries({ classNames, groups })) {
      if (!list || list.length === classes) continue;
      throw new RangeError(
        `SegmentationCalibrator: \`${name}\` must hold ${classes} entries, one a class, got ${list.length}`,
      );
    }
    const result = await fitCalibration(pixels, { ...options, settings: this.#settingsFor(pixels) });
    const { calibration, counts, kernel, verdict, settings } = result;
    const judged =
      validationImages && (await scoreImages(validationImages, [identityCalibration(classes), calibration]));
    const evaluations = judged?.map((ofOne) => evaluationOf(ofOne, groups));
    const fit = { counts: [...counts], settings, kernel, metrics: verdict && metricSummaryOf(verdict) };
    this.#record = { calibration, classNames, fit };
    return { ...result, images: evaluations ? { untouched: evaluations[0], calibrated: evaluations[1] } : null };
  }

  #settingsFor({ train: { rows, views } }: FitData): FitSettingsInput {
    const { settings } = this.#options;
    if (settings !== 'authors') return { chooseBy: 'iou', ...settings };
    return { ...authorsFitSettings({ pixels: rows * views, batchSize: 4096 }), validationFraction: 0 };
  }

  /** Calibrated logits [h, w, K]. @throws RangeError if the maps differ in size, or are not of K classes and D features */
  calibrate(maps: FeatureMaps): PixelMap {
    return calibrateMaps(maps, this.record.calibration);
  }

  /** The class of every pixel, of equal ones the lowest. Throws as `calibrate` does, and for sizes that are none. */
  predict(maps: FeatureMaps, { size = maps.logits, inputSize }: PredictOptions = {}): LabelMap {
    for (const side of [size, inputSize ?? size]) checkImageSize('SegmentationCalibrator.predict', side);
    return labelsAtSize(this.calibrate(maps), { size, inputSize });
  }

  /** Probabilities [h, w, K] (paper Eq. 7). Throws as `calibrate` does. */
  predictProbabilities(maps: FeatureMaps): PixelMap {
    const { data, ...cells } = this.calibrate(maps);
    return { ...cells, data: Float32Array.from(softmaxOnHost(data, cells.channels)) };
  }

  /** How far each cell is moved, [h, w, 1]. Throws as `calibrate` does. */
  confidence(maps: FeatureMaps): PixelMap {
    return confidenceMap(maps, this.record.calibration);
  }

  /** The network with this calibration behind it, for `segmentImage`. */
  network(network: FeatureNetwork): SegmentationNetwork {
    return calibratedNetwork(network, this.record.calibration);
  }

  /**
   * Counts and summaries over labelled images, predicted at the size of their labels.
   *
   * @throws RangeError if there is no labelled pixel, or maps and labels do not fit; what the images throw
   */
  async evaluate(images: FeatureMapSplit, options: ScoreImagesOptions = {}): Promise<SegmentationEvaluation> {
    const [counts] = await scoreImages(images, [this.record.calibration], options);
    return evaluationOf(counts, this.#options.groups);
  }

  /** Writes one safetensors file, whole or not at all: calibration, class names, counts, settings, metrics, kernel variant. */
  async save(path: string): Promise<void> {
    await saveCalibration(path, this.record);
  }
}
