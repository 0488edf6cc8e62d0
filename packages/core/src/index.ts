// backends
export { availableBackends, type BackendAvailability } from './backends/available-backends.js';
export { backendNames, type BackendName } from './backends/backend-name.js';
export { type StartBackendOptions } from './backends/backend-starter.js';
export { startBackend, type StartedBackend, type UnavailableBackend } from './backends/start-backend.js';

// diagnosis
export { type BackendSpeed } from './diagnosis/backend-speed.js';
export {
  diagnoseBackends,
  type BackendDiagnosis,
  type DiagnoseBackendsOptions,
} from './diagnosis/diagnose-backends.js';
export { formatDiagnosis } from './diagnosis/format-diagnosis.js';

// heads
export { linearLogits, type LinearHeadTensors } from './heads/linear-logits.js';
export { linearLogitsOnHost, type LinearHeadArrays } from './heads/linear-logits-on-host.js';
export { cosineLogits, INITIAL_COSINE_SCALE, type CosineHeadTensors } from './heads/cosine-logits.js';

export { type HeadArrays } from './heads/head-arrays.js';
export { cosineHeadArrays, type CosineHeadParts } from './heads/cosine-head-arrays.js';
export { headLogits } from './heads/head-logits.js';
export { headLogitsOnHost } from './heads/head-logits-on-host.js';

// calibration
export {
  type Calibration,
  type CalibrationForm,
  type ConfidenceForm,
  type ConfidenceLayer,
} from './calibration/calibration.js';
export {
  calibrateLogits,
  calibrationTensors,
  confidenceOf,
  type CalibrateLogitsOptions,
  type CalibrationTensors,
  type ConfidenceTensors,
} from './calibration/calibrate-logits.js';
export { calibrateOnHost, type HostRows } from './calibration/calibrate-on-host.js';
export { confidenceOfConvolution, type NormalizedConvolution } from './calibration/confidence-of-convolution.js';
export { confidenceOnHost } from './calibration/confidence-on-host.js';
export { foldStandardization, type FoldedConfidence } from './calibration/fold-standardization.js';
export { identityCalibration, identityScale } from './calibration/identity-calibration.js';
export { withBackgroundColumn } from './calibration/with-background-column.js';

export { softmaxOnHost } from './calibration/softmax-on-host.js';

// models of TensorFlow.js
export { calibrateLayersModel, type CalibrateLayersModelOptions } from './tfjs-models/calibrate-layers-model.js';
export { calibrateGraphModel, type CalibrateGraphModelOptions } from './tfjs-models/calibrate-graph-model.js';

// calibration files
export { encodeCalibration } from './calibration-files/encode-calibration.js';
export { parseCalibration } from './calibration-files/parse-calibration.js';
export {
  metricSummaryOf,
  type CalibrationRecord,
  type FitRecord,
  type MetricSummary,
} from './calibration-files/calibration-record.js';

// re-weighting
export { checkClassCounts, type ZeroCounts } from './reweighting/check-class-counts.js';
export { classWeights, type ClassWeightOptions, type WeightNormalization } from './reweighting/class-weights.js';
export { backgroundIndex, insertBackground, type BackgroundColumn } from './reweighting/background-column.js';
export { targetShares, type TargetPrior } from './reweighting/target-shares.js';
export { referenceDistribution } from './reweighting/reference-distribution.js';

// losses
export { alignmentLoss, type AlignmentLossOptions, type LossReduction } from './losses/alignment-loss.js';
export {
  alignmentOnHost,
  type AlignmentHead,
  type AlignmentSums,
  type FoldedCalibration,
  type LabelledHostRows,
} from './losses/alignment-on-host.js';

// kernels
export { type AlignQueueSizes, type AlignRequest, type RowArrays } from './kernels/threads/align-queue.js';
export {
  startAlignQueue as experimental_startAlignQueue,
  type AlignQueue,
} from './kernels/threads/start-align-queue.js';
export { type KernelArithmetic } from './kernels/wasm/wasm-kernels.js';

// methods
export { fineTuneHead, type FineTuneHeadOptions } from './methods/fine-tune-head.js';
export {
  logitAdjustment,
  logitAdjustmentMethod,
  type LogitAdjustmentMethodOptions,
  type LogitAdjustmentOptions,
} from './methods/logit-adjustment.js';
export {
  tauNormalization,
  tauNormalizationMethod,
  type TauNormalizationMethodOptions,
  type TauNormalizationOptions,
} from './methods/tau-normalization.js';
export {
  nearestClassMean,
  nearestClassMeanMethod,
  type NearestClassMeanMethodOptions,
  type NearestClassMeanOptions,
} from './methods/nearest-class-mean.js';
export { jointBaseline } from './methods/joint-baseline.js';
export { classifierRetraining } from './methods/classifier-retraining.js';
export { type RetrainOptions } from './methods/retrain-head.js';
export { type HeadKind } from './methods/trainable-head.js';
export { learnableWeightScaling, type LearnableWeightScalingOptions } from './methods/learnable-weight-scaling.js';
export { balancedSoftmax } from './methods/balanced-softmax.js';
export { moveHeadToPrior, type MoveHeadOptions } from './methods/move-head-to-prior.js';
export { tdeStyleHead, type TdeStyleOptions } from './methods/tde-style-head.js';
export { type CausalForm } from './methods/remove-context.js';
export { temperatureScaling } from './methods/temperature-scaling.js';
export { vectorScaling } from './methods/vector-scaling.js';
export { disalign, type DisalignOptions } from './methods/disalign.js';
export { empiricalBound } from './methods/empirical-bound.js';
export { methods } from './methods/methods.js';
export { methodTable, type TextTable } from './methods/method-table.js';
export { applyMethod } from './methods/apply-method.js';
export { scoreMethod } from './methods/score-method.js';
export {
  type FittedMethod,
  type Method,
  type MethodData,
  type MethodFacts,
  type MethodOptions,
  type MethodOutcome,
} from './methods/method.js';

// method files
export { encodeMethod } from './method-files/encode-method.js';
export { parseMethod } from './method-files/parse-method.js';

// fitting
export {
  fitCalibration,
  type FitCheckpoints,
  type FitOptions,
  type FitProgress,
  type FitResult,
} from './fitting/fit-calibration.js';
export { type FitData } from './fitting/prepare-fit.js';
export {
  completeFitSettings,
  fitSettingsSchema,
  type FitSettings,
  type FitSettingsInput,
} from './fitting/fit-settings.js';
export { type FitState, type RhoCandidate } from './fitting/fit-state.js';
export { type ParameterGroup } from './fitting/parameter-vector.js';
export { judgeFit, type FitVerdict, type JudgeFitOptions } from './fitting/judge-fit.js';
export { ConfidenceCollapseError, FitDivergedError, type EpochRecord, type OneFitState } from './fitting/one-fit.js';
export { drawRows, type Epoch, type Sampler } from './fitting/samplers.js';
export { scoreCalibration } from './fitting/score-calibration.js';
export { type ScoredSource } from './fitting/score-logits.js';
export { type OptimizerState } from './fitting/optimizer.js';
export { learningRateAt, type FitPosition, type Schedule, type WarmUp } from './fitting/schedule.js';

// features
export {
  type FeatureBatch,
  type FeatureSource,
  type RowRange,
  type RowsInFiles,
  type RowsOfModule,
  type RowTarget,
  type SourceModule,
} from './features/feature-source.js';
export {
  featuresInMemory,
  type FeatureMatrix,
  type FeatureView,
  type InMemoryFeatures,
  type InMemoryOptions,
} from './features/features-in-memory.js';
export { countLabels } from './features/count-labels.js';
export { featureStatistics, type FeatureStatistics } from './features/feature-statistics.js';
export { iterateBatches } from './features/iterate-batches.js';
export { selectRows } from './features/select-rows.js';
export { splitStratified, type SplitOptions, type StratifiedSplit } from './features/split-stratified.js';

// metrics
export {
  summarizeClassification,
  type ClassificationSummary,
  type TopKAccuracy,
} from './metrics/summarize-classification.js';
export { ClassificationCounts, type ClassificationCountsOptions } from './metrics/classification-counts.js';
export { ConfusionMatrix } from './metrics/confusion-matrix.js';
export { calibrationBins, type CalibrationBin } from './metrics/calibration-bins.js';
export { accuracyUnderPrior } from './metrics/accuracy-under-prior.js';
export { calibrationError } from './metrics/calibration-error.js';
export { macroF1 } from './metrics/macro-f1.js';
export { shotGroups, type ByShotGroup, type ShotGroup, type ShotThresholds } from './metrics/shot-groups.js';
export { correctRows, type CorrectRowsOptions } from './metrics/correct-rows.js';
export { predictClasses } from './metrics/predict-classes.js';
export { rankLabels } from './metrics/rank-labels.js';
export { topConfidences } from './metrics/top-confidences.js';
export { type LabeledLogits, type LogitArray } from './metrics/logit-rows.js';
export { bootstrapInterval, type ClassifiedRows } from './metrics/bootstrap-interval.js';
export {
  type BootstrapInterval,
  type BootstrapIntervals,
  type BootstrapOptions,
  type EvaluatedRows,
} from './metrics/bootstrap-class-means.js';
export { percentileInterval } from './metrics/percentile-interval.js';
export { pairedBootstrap, type PairedRows } from './metrics/paired-bootstrap.js';
export {
  pairedBootstrapOverSeeds,
  type PairedCorrectness,
  type PairedRuns,
} from './metrics/paired-bootstrap-over-seeds.js';

// files
export { FileFormatError, type FileFormatProblem } from './files/file-format-error.js';
export { type FilePlace, type FileState } from './files/file-place.js';
export {
  tensorDtypes,
  type StoredTensor,
  type StoredTensorOf,
  type TensorArrays,
  type TensorDtype,
} from './files/stored-tensor.js';
export { type NamedTensors } from './files/named-tensor-entries.js';
export { encodeSafetensors } from './files/encode-safetensors.js';
export { parseSafetensors, type SafetensorsContent } from './files/parse-safetensors.js';
export { type SafetensorsEntry } from './files/parse-safetensors-header.js';
export { encodeNpy } from './files/encode-npy.js';
export { parseNpy } from './files/parse-npy.js';
export { float32ToFloat16 } from './files/float32-to-float16.js';
export { tensorToFloat32 } from './files/tensor-to-float32.js';
export { tensorToFloat64 } from './files/tensor-to-float64.js';
export { tensorToInt32 } from './files/tensor-to-int32.js';

// random
export { createRandom, type Random } from './random/create-random.js';
