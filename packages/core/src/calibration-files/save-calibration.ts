import { writeFileAtomically } from '../files/write-file-atomically.js';
import type { CalibrationRecord } from './calibration-record.js';
import { encodeCalibration } from './encode-calibration.js';

/**
 * Writes a calibration file, whole or not at all; see `encodeCalibration` for what is in it.
 *
 * @throws what the file system throws; the old file is then as it was
 * @example
 * import { logitAdjustment } from '@disalign/core';
 * import { saveCalibration } from '@disalign/core/node';
 * await saveCalibration('adjusted.safetensors', { calibration: logitAdjustment([90, 10]), classNames: null, fit: null });
 */
export async function saveCalibration(path: string, record: CalibrationRecord): Promise<void> {
  await writeFileAtomically(path, encodeCalibration(record));
}
