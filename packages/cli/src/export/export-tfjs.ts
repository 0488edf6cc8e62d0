import * as tf from '@tensorflow/tfjs';
import { calibrateGraphModel, calibrateLayersModel, startBackend, type Calibration } from '@disalign/core';
import { loadCalibration, modelFiles } from '@disalign/core/node';

/** Which calibration goes into which model. */
export interface ExportTfjsOptions {
  /** A calibration file. */
  readonly calibration: string;
  /** Folder of the model as it was: `model.json` and weights. */
  readonly model: string;
  /** Folder of the calibrated one. */
  readonly output: string;
  /** Name of the layer or node of logits, where the model has several that fit. */
  readonly classifier?: string;
}

/**
 * `disalign export --format tfjs`: writes a LayersModel or GraphModel of TensorFlow.js with a calibration behind its classifier.
 *
 * @throws RangeError where the model has no such classifier; FileFormatError naming file and field; what the file system throws
 * @example
 * import { exportTfjs } from 'disalign';
 * const attach = (model: string) => exportTfjs({ calibration: 'calibration.safetensors', model, output: 'calibrated' });
 */
export async function exportTfjs({ calibration: file, model, output, classifier }: ExportTfjsOptions): Promise<void> {
  const { calibration } = await loadCalibration(file);
  const artifacts = await modelFiles(model).load();
  const isGraph = artifacts.modelTopology !== undefined && 'node' in artifacts.modelTopology;
  if (isGraph) await modelFiles(output).save(calibrateGraphModel(artifacts, calibration, { classifier }));
  else await exportLayersModel(artifacts, output, { calibration, classifier });
}

async function exportLayersModel(
  artifacts: tf.io.ModelArtifacts,
  output: string,
  { calibration, classifier }: { readonly calibration: Calibration; readonly classifier: string | undefined },
): Promise<void> {
  if (!tf.getBackend()) await startBackend('cpu');
  const model = await tf.loadLayersModel(tf.io.fromMemory(artifacts));
  try {
    const calibrated = await calibrateLayersModel(model, calibration, { classifier });
    await calibrated.save(modelFiles(output));
    calibrated.dispose();
  } finally {
    model.dispose();
  }
}
