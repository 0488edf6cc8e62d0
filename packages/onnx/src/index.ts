// inspection
export { inspectModel, type ModelInspection, type ModelTensor } from './inspect/inspect-model.js';
export { type ClassifierCandidate } from './classifier/classifier-candidate.js';
export { type ClassAxis } from './classifier/linear-operation.js';

// reading features
export { tapModel, type ModelTap, type TapOptions } from './tap/tap-model.js';
export { type ClassifierChoice } from './classifier/choose-classifier.js';
export { type FeatureChoice } from './classifier/choose-features.js';

// features of pictures
export {
  extractFeatures,
  type ExtractFeaturesOptions,
  type LabelledPhotograph,
} from './extraction/extract-features.js';
export { type ExtractionProgress } from './extraction/extraction-progress.js';
export { type FeatureModelOptions } from './extraction/feature-model.js';
export { describeFeatureModel, type FeatureModelDescription } from './extraction/describe-feature-model.js';
export {
  openFeatureMaps,
  type CellMap,
  type FeatureMapModel,
  type ImageFeatureMaps,
} from './extraction/open-feature-maps.js';
export { openRegionFeatures, type ImageRegions, type RegionFeatureModel } from './extraction/open-region-features.js';
export { type ExecutionProvider, type RuntimeOptions } from './runtime/start-session.js';
export { type OutputValues } from './runtime/output-values.js';

// preprocessing
export {
  preprocessingPresets,
  type ChannelOrder,
  type Preprocessing,
  type PreprocessingPreset,
} from './preprocessing/preprocessing.js';
export { completePreprocessing, type CompletePreprocessing } from './preprocessing/complete-preprocessing.js';

// calibrating
export { attachCalibration, type AttachOptions } from './attach/attach-calibration.js';
export { type BackgroundPlace } from './attach/with-background.js';
export { detachCalibration } from './detach/detach-calibration.js';
