import { loadCalibration } from '@disalign/core/node';
import { attachCalibration, type AttachOptions, type ClassifierCandidate } from '@disalign/onnx';

/** Which calibration goes into which model. */
export interface ExportOnnxOptions extends AttachOptions {
  /** A calibration file. */
  readonly calibration: string;
  /** The model as it was. */
  readonly model: string;
  /** The calibrated one. */
  readonly output: string;
}

/**
 * `disalign export`: writes an ONNX model with a calibration behind its classifier, see `attachCalibration` of @disalign/onnx.
 *
 * @returns the classifier that was calibrated
 * @throws FileFormatError naming file and field; what the file system throws
 * @example
 * import { exportOnnx } from 'disalign';
 * const attach = (model: string) => exportOnnx({ calibration: 'calibration.safetensors', model, output: 'calibrated.onnx' });
 */
export async function exportOnnx({
  calibration,
  model,
  output,
  ...options
}: ExportOnnxOptions): Promise<ClassifierCandidate> {
  return attachCalibration(model, output, await loadCalibration(calibration), options);
}
