import {
  calibrateOnHost,
  confidenceOnHost,
  iterateBatches,
  predictClasses,
  type LinearHeadArrays,
  type NamedTensors,
} from '@disalign/core';
import { loadCalibration, writeNpz, writeSafetensors } from '@disalign/core/node';
import { checkCalibrationFits } from '../files/check-calibration-fits.js';
import { interruptible } from '../files/interruptible.js';
import { openFeatureFiles, type FeatureFiles } from '../files/open-feature-files.js';

// N rows, K classes.

/** What is applied to which files. */
export interface ApplyToFilesOptions {
  readonly features: FeatureFiles;
  /** A calibration file. */
  readonly calibration: string;
  /** Ends in `.npz` or `.safetensors`. */
  readonly output: string;
  /** Label of rows to be ignored, besides -1. */
  readonly ignoreLabel?: number;
  /** For files without logits. */
  readonly head?: string | LinearHeadArrays;
  /** Told of known traps. Default: console.warn. */
  readonly onWarning?: (message: string) => void;
  /** Told which share of the rows is done. */
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
}

/** What was written. */
export interface AppliedFiles {
  readonly output: string;
  readonly rows: number;
  readonly classes: number;
  /** Rows whose class is another one than before. */
  readonly changed: number;
}

/**
 * `disalign apply`: writes calibrated logits, whole or not at all: `logits` F32 [N, K], `confidence` F32 [N], how far each row was moved,
 * and `predictions` I32 [N]. They are in memory until then, 4 K + 8 bytes a row: larger sets go file by file.
 *
 * @throws FileFormatError naming file and field; what the file system throws; the reason of `signal`
 * @example
 * import { featuresInMemory, logitAdjustment } from '@disalign/core';
 * import { saveCalibration, writeFeatureShards } from '@disalign/core/node';
 * import { applyToFiles } from 'disalign';
 * await writeFeatureShards('test', featuresInMemory({ features: [[1], [2]], logits: [[1, 0], [2, 1]], labels: [1, 0] }));
 * await saveCalibration('adjusted.safetensors', { calibration: logitAdjustment([90, 10]), classNames: null, fit: null });
 * const files = { features: 'test/*.safetensors', calibration: 'adjusted.safetensors', output: 'calibrated.npz' };
 * (await applyToFiles(files)).changed; // 2
 */
export async function applyToFiles(options: ApplyToFilesOptions): Promise<AppliedFiles> {
  const { features, calibration: file, output, onProgress, signal } = options;
  if (!/\.(npz|safetensors)$/.test(output)) {
    throw new RangeError(`applyToFiles: \`output\` must end in .npz or .safetensors, got ${output}`);
  }
  const record = await loadCalibration(file);
  const source = interruptible(await openFeatureFiles(features, options), signal);
  checkCalibrationFits(record, source, file);
  const { rows, classes } = source;
  const logits = new Float32Array(rows * classes);
  const confidence = new Float32Array(rows);
  const predictions = new Int32Array(rows);
  let [done, changed] = [0, 0];
  for await (const batch of iterateBatches(source)) {
    const calibrated = calibrateOnHost(batch, record.calibration);
    const predicted = predictClasses(calibrated, classes);
    const before = predictClasses(batch.logits, classes);
    logits.set(calibrated, done * classes);
    confidence.set(confidenceOnHost(batch, record.calibration), done);
    predictions.set(predicted, done);
    changed += predicted.reduce((sum, label, row) => sum + Number(label !== before[row]), 0);
    done += batch.rows;
    onProgress?.(done / rows);
  }
  await write(output, {
    logits: { dtype: 'F32', shape: [rows, classes], data: logits },
    confidence: { dtype: 'F32', shape: [rows], data: confidence },
    predictions: { dtype: 'I32', shape: [rows], data: predictions },
  });
  return { output, rows, classes, changed };
}

async function write(path: string, tensors: NamedTensors): Promise<void> {
  await (path.endsWith('.npz') ? writeNpz(path, tensors) : writeSafetensors(path, tensors));
}
