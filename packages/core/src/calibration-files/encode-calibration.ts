import type { Calibration } from '../calibration/calibration.js';
import { encodeSafetensors } from '../files/encode-safetensors.js';
import { float64Vector } from '../files/float64-vector.js';
import type { NamedTensors } from '../files/named-tensor-entries.js';
import type { CalibrationRecord } from './calibration-record.js';

export const CALIBRATION_FORMAT = { format: 'disalign-calibration', version: '1' } as const;

/**
 * The bytes of a calibration file: a safetensors file with `scale` and `bias` [K] and, where there is a confidence layer,
 * `confidence.weight`, `confidence.mean`, `confidence.deviation` [D] and `confidence.bias` [1], all F64, which keeps
 * every bit. Metadata: format, version, form, the form of the confidence where the calibration names it, and as JSON the class
 * names and the record of the fit.
 *
 * @example
 * import { encodeCalibration, logitAdjustment } from '@disalign/core';
 * const bytes = encodeCalibration({ calibration: logitAdjustment([90, 10]), classNames: ['cat', 'lynx'], fit: null });
 */
export function encodeCalibration({ calibration, classNames, fit }: CalibrationRecord): Uint8Array {
  return encodeSafetensors(
    calibrationFileTensors(calibration),
    calibrationFileMetadata({ calibration, classNames, fit }),
  );
}

/** The tensors of a calibration file. */
export function calibrationFileTensors({ scale, bias, confidence }: Calibration): NamedTensors {
  return {
    scale: float64Vector(scale),
    bias: float64Vector(bias),
    ...(confidence && {
      'confidence.weight': float64Vector(confidence.weight),
      'confidence.bias': float64Vector(Float64Array.of(confidence.bias)),
      'confidence.mean': float64Vector(confidence.mean),
      'confidence.deviation': float64Vector(confidence.deviation),
    }),
  };
}

/** The metadata of a calibration file. */
export function calibrationFileMetadata({ calibration, classNames, fit }: CalibrationRecord): Record<string, string> {
  return {
    ...CALIBRATION_FORMAT,
    form: calibration.form,
    ...(calibration.confidence?.form && { confidenceForm: calibration.confidence.form }),
    classNames: JSON.stringify(classNames),
    fit: JSON.stringify(fit),
  };
}
