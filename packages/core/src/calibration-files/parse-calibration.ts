import type { Calibration, CalibrationForm, ConfidenceLayer } from '../calibration/calibration.js';
import { checkFileFormat } from '../files/check-file-format.js';
import { FileFormatError } from '../files/file-format-error.js';
import { readFloat64Vector } from '../files/float64-vector.js';
import { parseJsonMetadata } from '../files/parse-json-metadata.js';
import { parseSafetensors, type SafetensorsContent } from '../files/parse-safetensors.js';
import { classNamesSchema, confidenceFormSchema, fitRecordSchema } from './calibration-record-schema.js';
import type { CalibrationRecord } from './calibration-record.js';
import { CALIBRATION_FORMAT } from './encode-calibration.js';

/**
 * Reads a calibration file from memory, and checks it before it is believed.
 *
 * @param file name of the file for the error text
 * @throws FileFormatError where it is no calibration file, of a later version, or not whole; it names the file and the field
 * @example
 * import { encodeCalibration, logitAdjustment, parseCalibration } from '@disalign/core';
 * const bytes = encodeCalibration({ calibration: logitAdjustment([90, 10]), classNames: null, fit: null });
 * parseCalibration(bytes, 'adjusted.safetensors').calibration.form; // 'blend'
 */
export function parseCalibration(bytes: Uint8Array, file: string): CalibrationRecord {
  const content = parseSafetensors(bytes, file);
  const { metadata } = content;
  const form = checkFormat(metadata, file);
  const scale = readFloat64Vector(content, { file, name: 'scale', length: undefined });
  const bias = readFloat64Vector(content, { file, name: 'bias', length: scale.length });
  const calibration: Calibration = { form, scale, bias, confidence: readConfidence(content, file) };
  const classNames = parseJsonMetadata({ file, metadata, key: 'classNames', schema: classNamesSchema });
  const fit = parseJsonMetadata({ file, metadata, key: 'fit', schema: fitRecordSchema.nullable() });
  for (const [field, list] of Object.entries({ classNames, 'fit, counts': fit && fit.counts })) {
    if (list === null || list.length === scale.length) continue;
    const expected = `a list of ${scale.length}, as \`scale\` has it`;
    throw new FileFormatError({ file, field: `metadata ${field}`, expected, got: `${list.length}` });
  }
  return { calibration, classNames, fit };
}

function checkFormat(metadata: SafetensorsContent['metadata'], file: string): CalibrationForm {
  const { form } = metadata;
  checkFileFormat(metadata, CALIBRATION_FORMAT, file);
  if (form === 'blend' || form === 'additive') return form;
  throw new FileFormatError({ file, field: 'metadata form', expected: 'blend or additive', got: form ?? 'nothing' });
}

function readConfidence(content: SafetensorsContent, file: string): ConfidenceLayer | null {
  if (!content.tensors.has('confidence.weight')) return null;
  const form = checkConfidenceForm(content.metadata, file);
  const read = (name: string, length: number | undefined) => readFloat64Vector(content, { file, name, length });
  const weight = read('confidence.weight', undefined);
  const [bias] = read('confidence.bias', 1);
  const mean = read('confidence.mean', weight.length);
  const deviation = read('confidence.deviation', weight.length);
  const bad = deviation.findIndex((value) => value <= 0);
  if (bad < 0) return { ...form, weight, bias, mean, deviation };
  const field = `tensor confidence.deviation[${bad}]`;
  throw new FileFormatError({ file, field, expected: 'above 0', got: `${deviation[bad]}` });
}

/** The form as its file names it; nothing where the file does not. */
function checkConfidenceForm(
  { confidenceForm }: SafetensorsContent['metadata'],
  file: string,
): Pick<ConfidenceLayer, 'form'> {
  const { success, data: form } = confidenceFormSchema.safeParse(confidenceForm);
  if (success) return form === undefined ? {} : { form };
  const expected = 'sigmoid or rectified';
  throw new FileFormatError({ file, field: 'metadata confidenceForm', expected, got: confidenceForm });
}
