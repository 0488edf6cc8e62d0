// labels
export { NO_CLASS, type ImageSize, type LabelMap } from './labels/label-map.js';
export { decodeLabelPng, type LabelPngOptions } from './labels/decode-label-png.js';
export { encodeLabelPng } from './labels/encode-label-png.js';
export { readLabelPng } from './labels/read-label-png.js';
export { writeLabelPng } from './labels/write-label-png.js';

// data
export { ade20kFolder, type Ade20kFolderOptions } from './data/ade20k-folder.js';
export {
  type LabelledImage,
  type RgbImage,
  type SegmentationDataSet,
  type SegmentationSplit,
} from './data/segmentation-data-set.js';
export { type ClassInfo } from './data/class-info.js';
export { parseObjectInfo, type ObjectInfoOptions } from './data/parse-object-info.js';
export { readObjectInfo } from './data/read-object-info.js';
export { readRgbImage } from './data/read-rgb-image.js';
export { ade20kPalette } from './data/ade20k-palette.js';
export { colorLabels } from './data/color-labels.js';
export { MissingDataSetError, type MissingDataSet } from '@disalign/core/node';

// class prior
export { countPixels, type CountPixelsOptions } from './data/count-pixels.js';
export { PixelCounts } from './data/pixel-counts.js';
export { ratioPrior } from './data/ratio-prior.js';

// metrics
export { SegmentationCounts, type SegmentationConfusion } from './metrics/segmentation-counts.js';
export { parseSegmentationCounts } from './metrics/parse-segmentation-counts.js';
export { scoreFolders, type ScoreFoldersOptions } from './metrics/score-folders.js';
export { classMetrics, type ClassMetrics, type ClassMetricsOptions } from './metrics/class-metrics.js';
export { formatClassTable, type ClassTableOptions } from './metrics/format-class-table.js';
export {
  summarizeSegmentation,
  type SegmentationSummary,
  type SegmentationSummaryOptions,
} from './metrics/summarize-segmentation.js';
export { sceneParsingScore, type SceneParsingScore } from './metrics/scene-parsing-score.js';
export { groupMeans, type GroupMeans, type MeanIouAndAccuracy } from './metrics/group-means.js';
export {
  longTailGroups,
  longTailGroupsByPixels,
  type LongTailGroup,
  type LongTailGroupSizes,
} from './metrics/long-tail-groups.js';
export { summarizeAsAuthors, type AuthorsSummary } from './metrics/summarize-as-authors.js';

// inference
export { segmentImage, type SegmentImageOptions } from './inference/segment-image.js';
export { type SegmentationNetwork } from './inference/segmentation-network.js';
export { type PixelMap } from './inference/pixel-map.js';
export { pixelMajor } from './inference/pixel-major.js';
export {
  csailProtocol,
  mmsegProtocol,
  mmsegRatios,
  type InferenceProtocol,
  type MmsegProtocolOptions,
} from './inference/inference-protocol.js';
export { mmsegTestSize, type MmsegTestSizeOptions, type ScaleBox } from './inference/mmseg-test-size.js';
export { csailTestSize, type CsailTestSizeOptions } from './inference/csail-test-size.js';
export { slidingWindows, type AxisWindow, type WindowGrid, type WindowSettings } from './inference/sliding-windows.js';
export { imagenetColors, prepareInput, type ColorNormalization } from './inference/prepare-input.js';
export { resizeBilinear } from './inference/resize-bilinear.js';

// calibration
export { calibrateMaps, confidenceMap } from './calibration/calibrate-maps.js';
export { calibratedNetwork } from './calibration/calibrated-network.js';
export { calibratePixels, type CalibratePixelsOptions } from './calibration/calibrate-pixels.js';
export { confidenceOfConvolution, type NormalizedConvolution } from '@disalign/core';
export { authorsFitSettings, type AuthorsFitOptions } from './calibration/authors-fit-settings.js';

// pixels for a fit
export {
  type FeatureMaps,
  type FeatureMapSplit,
  type FeatureNetwork,
  type LabelledFeatureMaps,
} from './feature-maps/feature-maps.js';
export { openFeatureMaps } from './feature-maps/open-feature-maps.js';
export { saveFeatureMaps, type SaveFeatureMapsOptions } from './feature-maps/save-feature-maps.js';
export { runOverImages } from './feature-maps/run-over-images.js';
export { runFeatureNetwork, type RunFeatureNetworkOptions } from './feature-maps/run-feature-network.js';
export { type PixelSampling } from './sampling/draw-pixels.js';
export { type SamplePixelsOptions } from './sampling/pixel-batches.js';
export { samplePixels } from './sampling/sample-pixels.js';
export { writePixelShards, type WritePixelShardsOptions } from './sampling/write-pixel-shards.js';

// calibrator
export {
  SegmentationCalibrator,
  type PredictOptions,
  type SegmentationCalibratorOptions,
  type SegmentationFitData,
  type SegmentationFitResult,
} from './calibrator/segmentation-calibrator.js';
export { scoreImages, type ScoreImagesOptions } from './calibrator/score-images.js';
export { type SegmentationEvaluation } from './calibrator/segmentation-evaluation.js';

// pictures
export { drawVisuals, type Visuals, type VisualsOptions } from './visuals/draw-visuals.js';
export { saveVisuals } from './visuals/save-visuals.js';
