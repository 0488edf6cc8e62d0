import { readFile } from 'node:fs/promises';
import type { CalibrationRecord } from './calibration-record.js';
import { parseCalibration } from './parse-calibration.js';

/**
 * Reads a calibration file.
 *
 * @throws FileFormatError as `parseCalibration` does; what the file system throws
 * @example
 * import { logitAdjustment } from '@disalign/core';
 * import { loadCalibration, saveCalibration } from '@disalign/core/node';
 * await saveCalibration('adjusted.safetensors', { calibration: logitAdjustment([90, 10]), classNames: null, fit: null });
 * const { calibration } = await loadCalibration('adjusted.safetensors');
 */
export async function loadCalibration(path: string): Promise<CalibrationRecord> {
  return parseCalibration(await readFile(path), path);
}
