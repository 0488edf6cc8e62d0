// masks
export { type ImageSize, type RunLengthMask } from './masks/run-length-mask.js';
export { encodeMask, type PixelLayout, type PixelOrder } from './masks/encode-mask.js';
export { decodeMask } from './masks/decode-mask.js';
export { mergeMasks } from './masks/merge-masks.js';
export { maskArea } from './masks/mask-area.js';
export { maskBox, type Box } from './masks/mask-box.js';
export { boxIou } from './masks/box-iou.js';
export { maskIou } from './masks/mask-iou.js';
export { maskBoundary } from './masks/mask-boundary.js';
export { polygonMask } from './masks/polygon-mask.js';
export { boxMask } from './masks/box-mask.js';
export { compressRuns } from './masks/compress-runs.js';
export { decompressRuns } from './masks/decompress-runs.js';
export { segmentationMask, type JsonRunLengths, type Segmentation } from './masks/segmentation-mask.js';

// data
export { readJsonRecords } from './data/read-json-records.js';
export { type JsonRecords } from './data/json-record-scanner.js';
export { readGroundTruth } from './data/read-ground-truth.js';
export { groundTruthFromJson } from './data/ground-truth-from-json.js';
export {
  type AnnotationFormat,
  type AnnotationTable,
  type Category,
  type Frequency,
  type GroundTruth,
  type GroundTruthOptions,
  type ImageTable,
} from './data/ground-truth.js';
export { readDetections } from './data/read-detections.js';
export { detectionsFromJson } from './data/detections-from-json.js';
export { type DetectionOptions, type DetectionTable } from './data/detections.js';

// evaluation
export {
  evaluateLvis,
  lvisFixed,
  summarizeLvis,
  type LvisMetrics,
  type LvisOptions,
  type LvisResult,
} from './evaluation/evaluate-lvis.js';
export {
  evaluateCoco,
  summarizeCoco,
  type CocoMetrics,
  type CocoOptions,
  type CocoResult,
} from './evaluation/evaluate-coco.js';
export { type CategoryResult } from './evaluation/category-results.js';
export { pooledPrecisions, type PooledPrecisions } from './evaluation/pooled-precisions.js';
export {
  precisionRecallCurve,
  type CurveOptions,
  type PrecisionRecallCurve,
} from './evaluation/precision-recall-curve.js';
export {
  bootstrapPrecisions,
  type BootstrapPrecisionsOptions,
  type PairedMatches,
  type PrecisionIntervals,
} from './evaluation/bootstrap-precisions.js';
export { mergeMatchTables } from './evaluation/merge-match-tables.js';
export { type IouType, type MatchTable } from './evaluation/match-table.js';
export { type DetectionLimits } from './evaluation/limit-detections.js';
export { type AreaName } from './evaluation/evaluation-grid.js';

// long-tail statistics
export { readCategoryOccurrences } from './statistics/read-category-occurrences.js';
export { type CategoryOccurrences } from './statistics/category-occurrences.js';
export { frequencyGroups } from './statistics/frequency-groups.js';
export { readShotCounts } from './statistics/read-shot-counts.js';
export { repeatFactors, type RepeatFactors } from './statistics/repeat-factors.js';
export { repeatImages, type RepeatOptions } from './statistics/repeat-images.js';

// boxes
export { type CornerBoxes } from './boxes/corner-boxes.js';
export { boxDeltas, type DeltaWeights } from './boxes/box-deltas.js';
export { applyBoxDeltas } from './boxes/apply-box-deltas.js';
export { matchBoxes } from './boxes/match-boxes.js';
export {
  suppressOverlaps,
  type Corners,
  type ScoredBoxes,
  type SuppressOverlapsOptions,
} from './boxes/suppress-overlaps.js';

// regions
export { type RegionHead, type RegionImage, type RegionMasks, type RegionSplit } from './regions/region-image.js';
export { type RegionDtype } from './regions/region-shard-tensors.js';
export { openRegionShards } from './regions/open-region-shards.js';
export { type WriteRegionShardsOptions } from './regions/append-region-shards.js';
export { writeRegionShards } from './regions/write-region-shards.js';
export { resumeRegionShards } from './regions/resume-region-shards.js';

// regions for a fit
export { labelRegions, type LabelRegionsOptions } from './sampling/label-regions.js';
export { type RegionSampling } from './sampling/draw-regions.js';
export { type RegionDrawing } from './sampling/region-drawing.js';
export { drawnRegions } from './sampling/drawn-regions.js';
export { type SampleRegionsOptions } from './sampling/region-batches.js';
export { sampleRegions } from './sampling/sample-regions.js';
export { writeRegionSamples, type WriteRegionSamplesOptions } from './sampling/write-region-samples.js';

// calibrator
export {
  RegionCalibrator,
  type RegionCalibratorOptions,
  type RegionFitData,
  type RegionFitResult,
} from './calibrator/region-calibrator.js';
export { authorsRegionSettings, type AuthorsRegionOptions } from './calibrator/authors-region-settings.js';
export { evaluateRegions, type EvaluateRegionsOptions } from './calibrator/evaluate-regions.js';
export { RegionEvaluator, type RegionEvaluation, type RegionEvaluatorOptions } from './calibrator/region-evaluator.js';
export { imageResults, type ImageResultsOptions } from './calibrator/image-results.js';

// post-processing
export { regionScores, type RegionScoring } from './post-processing/region-scores.js';
export { detectRegions, type DetectOptions } from './post-processing/detect-regions.js';
export { type RegionDetections } from './post-processing/region-detections.js';
export { detectionMasks } from './post-processing/detection-masks.js';
export { pasteMask } from './post-processing/paste-mask.js';

// results
export { resultRecords, type ResultRecord } from './results/result-records.js';
export { writeResults } from './results/write-results.js';

// pictures
export { type RgbImage } from './visuals/rgb-image.js';
export {
  drawVisuals,
  type VisualPanel,
  type VisualRegion,
  type Visuals,
  type VisualsOptions,
} from './visuals/draw-visuals.js';
export { annotationRegions, detectionRegions, type DetectionRegionsOptions } from './visuals/visual-regions.js';
export { saveVisuals } from './visuals/save-visuals.js';
export { saveImageVisuals, type ImageVisuals, type SaveImageVisualsOptions } from './visuals/save-image-visuals.js';
export { findImageFiles } from './visuals/find-image-files.js';
