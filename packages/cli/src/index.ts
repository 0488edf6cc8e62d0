// the command line
export { runCommandLine } from './command-line/run-command-line.js';
export { type Surroundings } from './command-line/surroundings.js';

// what the commands do
export { tasks, type Task } from './tasks/task.js';
export { extractFiles, type ExtractedFiles, type ExtractFilesOptions } from './extract/extract-files.js';
export { type PictureOptions } from './extract/list-pictures.js';
export { fitFiles, type FitFilesOptions, type FittedFiles } from './fit/fit-files.js';
export { recipes, type CalibratorOptions, type Recipe } from './fit/create-calibrator.js';
export { type TaskProgress } from './fit/fit-progress.js';
export { evaluateFiles, type EvaluateFilesOptions, type Evaluation } from './evaluate/evaluate-files.js';
export { type AnnotationOptions, type DetectionScores } from './evaluate/detection-scores.js';
export { type PixelScores } from './evaluate/pixel-scores.js';
export { applyToFiles, type AppliedFiles, type ApplyToFilesOptions } from './apply/apply-to-files.js';
export { exportOnnx, type ExportOnnxOptions } from './export/export-onnx.js';
export { exportPytorch, type ExportPytorchOptions } from './export/export-pytorch.js';
export { exportTfjs, type ExportTfjsOptions } from './export/export-tfjs.js';
export { importCheckpoint, type ImportCheckpointOptions } from './import/import-checkpoint.js';
export { reportFiles, type ReportedFiles, type ReportFilesOptions } from './report/report-files.js';
export { inspectFile, type CalibrationFacts, type FeatureFacts, type FileInspection } from './inspect/inspect-file.js';
export { diagnose, type Diagnosis, type OnnxruntimeDiagnosis } from './doctor/diagnose.js';

// configurations
export { writeConfig, type WriteConfigOptions } from './init/write-config.js';
export { readRunConfig } from './run/read-run-config.js';
export { runConfigSchema, type RunConfig } from './run/run-config-schema.js';
export { runConfig, type FinishedRun, type FinishedStep, type RunConfigOptions } from './run/run-config.js';
export { type RunOptions } from './run/run-steps.js';
export { stepNames, type StepName } from './run/run-step.js';

// files
export { type FeatureFiles } from './files/open-feature-files.js';
export { type ClassCounts } from './files/read-counts.js';
export { readClassNames } from './files/read-class-names.js';
