// inspection
export { inspectModel, type ModelInspection, type ModelTensor } from './inspect/inspect-model.js';
export { type ClassifierCandidate } from './classifier/classifier-candidate.js';
export { type ClassAxis } from './classifier/linear-operation.js';

// reading features
export { tapModel, type ModelTap, type TapOptions } from './tap/tap-model.js';
export { type ClassifierChoice } from './classifier/choose-classifier.js';
export { type FeatureChoice } from './classifier/choose-features.js';

// calibrating
export { attachCalibration, type AttachOptions } from './attach/attach-calibration.js';
export { type BackgroundPlace } from './attach/with-background.js';
export { detachCalibration } from './detach/detach-calibration.js';
