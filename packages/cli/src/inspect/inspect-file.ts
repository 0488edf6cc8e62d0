import { countLabels, FileFormatError, type CalibrationRecord } from '@disalign/core';
import { loadCalibration, openFeatureShards, openSafetensors } from '@disalign/core/node';
import { inspectModel, type ModelInspection } from '@disalign/onnx';

/** What a file is, and what is in it. */
export type FileInspection =
  | { readonly kind: 'model'; readonly path: string; readonly model: ModelInspection }
  | { readonly kind: 'calibration'; readonly path: string; readonly calibration: CalibrationFacts }
  | { readonly kind: 'features'; readonly path: string; readonly features: FeatureFacts };

/** What a calibration file says, without its vectors. */
export interface CalibrationFacts extends Pick<CalibrationRecord, 'classNames' | 'fit'> {
  readonly form: CalibrationRecord['calibration']['form'];
  readonly classes: number;
  /** null without a confidence layer. */
  readonly featureSize: number | null;
}

/** What a feature file holds. */
export interface FeatureFacts {
  readonly rows: number;
  readonly featureSize: number;
  readonly classes: number;
  readonly views: number;
  /** Rows whose label is negative. */
  readonly ignored: number;
  /** [K] rows of each class. */
  readonly counts: readonly number[];
}

/**
 * `disalign inspect`: what is in a file. By its ending an ONNX model (`.onnx`), with its classifiers; otherwise a calibration, or
 * features and logits, safetensors or npz. Weights and features stay on the disk.
 *
 * @throws FileFormatError where it is none of them, or broken; what the file system throws
 * @example
 * import { logitAdjustment } from '@disalign/core';
 * import { saveCalibration } from '@disalign/core/node';
 * import { inspectFile } from 'disalign';
 * await saveCalibration('adjusted.safetensors', { calibration: logitAdjustment([90, 10]), classNames: null, fit: null });
 * (await inspectFile('adjusted.safetensors')).kind; // 'calibration'
 */
export async function inspectFile(path: string): Promise<FileInspection> {
  if (path.endsWith('.onnx')) return { kind: 'model', path, model: await inspectModel(path) };
  if (!path.endsWith('.npz')) {
    const { metadata, entries } = await openSafetensors(path);
    if (metadata.format === 'disalign-calibration') return calibrationFacts(path);
    if (!entries.has('features')) {
      const expected = 'a model, a calibration, or features and logits';
      const got = `one with ${[...entries.keys()].slice(0, 5).join(', ') || 'no tensors'}`;
      throw new FileFormatError({ file: path, field: 'the file', expected, got });
    }
  }
  return featureFacts(path);
}

async function calibrationFacts(path: string): Promise<FileInspection> {
  const { calibration, classNames, fit } = await loadCalibration(path);
  const { form, scale, confidence } = calibration;
  const facts = { form, classes: scale.length, featureSize: confidence?.weight.length ?? null, classNames, fit };
  return { kind: 'calibration', path, calibration: facts };
}

async function featureFacts(path: string): Promise<FileInspection> {
  // One shard of a set is a part of it.
  const source = await openFeatureShards([path], { allowIncomplete: true });
  const { rows, featureSize, classes, views } = source;
  const labels = await source.labels();
  const counts = countLabels(labels, classes);
  const ignored = rows - counts.reduce((sum, count) => sum + count, 0);
  return { kind: 'features', path, features: { rows, featureSize, classes, views, ignored, counts } };
}
