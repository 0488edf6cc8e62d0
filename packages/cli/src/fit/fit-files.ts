import { rm } from 'node:fs/promises';
import type { CalibrationRecord, FitOptions, FitResult, FitState, LinearHeadArrays } from '@disalign/core';
import { loadFitState, saveFitState } from '@disalign/core/node';
import { openFeatureFiles, type FeatureFiles } from '../files/open-feature-files.js';
import { readCounts, type ClassCounts } from '../files/read-counts.js';
import { createCalibrator, type CalibratorOptions } from './create-calibrator.js';

/** What is fitted to which files. */
export interface FitFilesOptions
  extends CalibratorOptions, Pick<FitOptions, 'threads' | 'onProgress' | 'onWarning' | 'signal'> {
  readonly train: FeatureFiles;
  /** Rows to choose and judge by. Default: a stratified fifth of `train`. */
  readonly validation?: FeatureFiles;
  /** Samples of each class that the network was trained on; of a detector, without the background. Default: the rows of `train`. */
  readonly counts?: ClassCounts;
  /** Label of rows to be ignored, besides -1. */
  readonly ignoreLabel?: number;
  /** For files without logits. */
  readonly head?: string | LinearHeadArrays;
  /** The calibration file. */
  readonly output: string;
  /** Where the state of the fit is kept until it is done; one that is there is gone on from. Default: nowhere. */
  readonly checkpoint?: string;
}

/** A fit, and what was written of it. */
export interface FittedFiles {
  readonly result: FitResult;
  readonly record: CalibrationRecord;
}

const STEPS_BETWEEN_CHECKPOINTS = 100;

/**
 * `disalign fit`: fits a calibration to feature files by the calibrator of the task, and writes it, whole or not at all.
 *
 * @throws RangeError naming the argument that breaks a rule; FileFormatError naming file and field; what the fit and the file system
 *   throw; the reason of `signal`, after the checkpoint is saved
 * @example
 * import { featuresInMemory } from '@disalign/core';
 * import { writeFeatureShards } from '@disalign/core/node';
 * import { fitFiles } from 'disalign';
 * const features = Array.from({ length: 60 }, (_, i) => [i % 7, i % 3]);
 * const labels = features.map(([a]) => (a > 4 ? 1 : 0));
 * await writeFeatureShards('train', featuresInMemory({ features, logits: features, labels }));
 * const { record } = await fitFiles({ train: 'train/*.safetensors', settings: { rho: 1 }, output: 'calibration.safetensors' });
 * console.log(record.fit?.metrics?.message);
 */
export async function fitFiles(options: FitFilesOptions): Promise<FittedFiles> {
  const { train, validation, counts, output, checkpoint, signal, onProgress, onWarning, threads } = options;
  const calibrator = createCalibrator(options);
  const rows = await openFeatureFiles(train, options);
  const data = {
    train: rows,
    validation: validation === undefined ? undefined : await openFeatureFiles(validation, options),
    counts: counts === undefined ? undefined : await readCounts(counts, rows, options.task ?? 'classification'),
  };
  const kept = checkpoint === undefined ? {} : await checkpointsAt(checkpoint);
  const result = await calibrator.fit(data, { threads, signal, onProgress, onWarning, ...kept });
  await calibrator.save(output);
  if (checkpoint !== undefined) await rm(checkpoint, { force: true });
  return { result, record: calibrator.record };
}

async function checkpointsAt(path: string): Promise<Pick<FitOptions, 'checkpoint' | 'resume'>> {
  const save = (state: FitState) => saveFitState(path, state);
  return {
    checkpoint: { everySteps: STEPS_BETWEEN_CHECKPOINTS, save },
    resume: await loadFitState(path).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }),
  };
}
