// calibrations, methods and fits
export { loadCalibration } from './calibration-files/load-calibration.js';
export { saveCalibration } from './calibration-files/save-calibration.js';
export { loadMethod } from './method-files/load-method.js';
export { saveMethod } from './method-files/save-method.js';
export { loadFitState, saveFitState } from './fitting/fit-checkpoint.js';

// features
export { findShardFiles } from './features/find-shard-files.js';
export { openFeatureShards, type OpenFeatureShardsOptions } from './features/open-feature-shards.js';
export { readHeadWeights } from './features/read-head-weights.js';
export { type FeatureDtype } from './features/feature-shard-tensors.js';
export { type WriteFeatureShardsOptions, type WrittenFeatureShards } from './features/append-shards.js';
export { resumeFeatureShards } from './features/resume-feature-shards.js';
export { writeFeatureShards } from './features/write-feature-shards.js';
export { listShards, shardName } from './features/list-shards.js';
export { continuedShards, sortedEntries } from './features/continued-shards.js';

// PyTorch
export { openPytorchCheckpoint, type PytorchCheckpoint } from './pytorch/open-pytorch-checkpoint.js';
export { CheckpointStorage, CheckpointTensor, type CheckpointValue } from './pytorch/checkpoint-value.js';
export { calibrationFromCheckpoint, type CheckpointCalibrationOptions } from './pytorch/calibration-from-checkpoint.js';
export { savePytorchCalibration } from './pytorch/save-pytorch-calibration.js';

// models of TensorFlow.js
export { modelFiles, type ModelFiles } from './tfjs-models/model-files.js';

// packages
export { importOptional } from './backends/import-optional.js';

// files
export { openSafetensors, type SafetensorsFile } from './files/open-safetensors.js';
export { type TensorEntry, type TensorFile } from './files/tensor-file.js';
export { readSafetensors } from './files/read-safetensors.js';
export { writeSafetensors } from './files/write-safetensors.js';
export { readNpy } from './files/read-npy.js';
export { writeNpy } from './files/write-npy.js';
export { openNpz } from './files/open-npz.js';
export { readNpz } from './files/read-npz.js';
export { writeNpz } from './files/write-npz.js';
export { type NpzOptions } from './files/npz-options.js';
export { copyFileAtomically } from './files/copy-file-atomically.js';
export { writeFileAtomically } from './files/write-file-atomically.js';

// progress
export {
  createProgress,
  type CreateProgressOptions,
  type Progress,
  type ProgressStream,
} from './progress/create-progress.js';

// data sets
export { dataFolders } from './data-files/data-folders.js';
export { decodeFile } from './data-files/decode-file.js';
export { MissingDataSetError, type MissingDataSet } from './data-files/missing-data-set-error.js';
