import { loadCalibration, savePytorchCalibration } from '@disalign/core/node';

/** Which calibration goes where. */
export interface ExportPytorchOptions {
  /** A calibration file. */
  readonly calibration: string;
  /** A safetensors file for PyTorch. */
  readonly output: string;
}

/**
 * `disalign export --format pytorch`: a calibration under the names of the authors' code, see `savePytorchCalibration` of @disalign/core/node.
 *
 * @throws FileFormatError naming file and field; what the file system throws
 * @example
 * import { logitAdjustment } from '@disalign/core';
 * import { saveCalibration } from '@disalign/core/node';
 * import { exportPytorch } from 'disalign';
 * await saveCalibration('adjusted.safetensors', { calibration: logitAdjustment([90, 10]), classNames: null, fit: null });
 * await exportPytorch({ calibration: 'adjusted.safetensors', output: 'pytorch.safetensors' });
 */
export async function exportPytorch({ calibration: file, output }: ExportPytorchOptions): Promise<void> {
  const { calibration } = await loadCalibration(file);
  await savePytorchCalibration(output, calibration);
}
