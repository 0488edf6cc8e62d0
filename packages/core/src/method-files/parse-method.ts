import { z } from 'zod';
import { CALIBRATION_FORMAT } from '../calibration-files/encode-calibration.js';
import { parseCalibration } from '../calibration-files/parse-calibration.js';
import { findNonFinite } from '../features/find-non-finite.js';
import { checkFileFormat } from '../files/check-file-format.js';
import { FileFormatError } from '../files/file-format-error.js';
import { parseJsonMetadata } from '../files/parse-json-metadata.js';
import { parseSafetensors, type SafetensorsContent } from '../files/parse-safetensors.js';
import type { HeadArrays } from '../heads/head-arrays.js';
import type { FittedMethod, MethodOutcome } from '../methods/method.js';
import { HEAD_FORMAT, HEAD_NAMES } from './encode-method.js';

const methodSchema = z.object({
  method: z.string(),
  trainedParameters: z.int().nonnegative(),
  chosen: z.record(z.string(), z.number()),
});

/**
 * Reads a fitted method from memory, and checks it before it is believed.
 *
 * @param file name of the file for the error text
 * @throws FileFormatError where it is no such file, of a later version, or not whole; it names the file and the field
 * @example
 * import { encodeMethod, featuresInMemory, jointBaseline, parseMethod } from '@disalign/core';
 * const train = featuresInMemory({ features: [[1], [2]], logits: [[0, 3], [3, 0]], labels: [1, 0] });
 * parseMethod(encodeMethod(await jointBaseline.fit({ train })), 'joint.safetensors').method; // 'joint'
 */
export function parseMethod(bytes: Uint8Array, file: string): FittedMethod {
  const content = parseSafetensors(bytes, file);
  const { metadata } = content;
  const outcome: MethodOutcome =
    metadata.format === CALIBRATION_FORMAT.format
      ? { kind: 'calibration', calibration: parseCalibration(bytes, file).calibration }
      : { kind: 'head', head: readHead(content, file) };
  return { ...parseJsonMetadata({ file, metadata, key: 'method', schema: methodSchema }), outcome };
}

function readHead(content: SafetensorsContent, file: string): HeadArrays {
  const { metadata, tensors } = content;
  checkFileFormat(metadata, HEAD_FORMAT, file);
  const schema = z.int().positive().nullable();
  const unitParts = parseJsonMetadata({ file, metadata, key: 'unitParts', schema });
  const name = unitParts === null ? HEAD_NAMES.linear : HEAD_NAMES.unit;
  const { shape, data: weight } = readFloats(content, { file, name: `${name}.weight` });
  const [classes, featureSize] = shape;
  if (shape.length !== 2 || weight.length === 0 || featureSize % (unitParts ?? 1) !== 0) {
    const expected = `of shape [K, D] without 0, D divisible by ${unitParts ?? 1}`;
    throw new FileFormatError({ file, field: `tensor ${name}.weight`, expected, got: `[${shape}]` });
  }
  if (!tensors.has(`${name}.bias`)) return { classes, featureSize, weight, bias: null, unitParts };
  const bias = readFloats(content, { file, name: `${name}.bias` });
  if (bias.shape.length === 1 && bias.data.length === classes) {
    return { classes, featureSize, weight, bias: bias.data, unitParts };
  }
  throw new FileFormatError({
    file,
    field: `tensor ${name}.bias`,
    expected: `of shape [${classes}]`,
    got: `[${bias.shape}]`,
  });
}

function readFloats({ tensors }: SafetensorsContent, { file, name }: { file: string; name: string }) {
  const field = `tensor ${name}`;
  const tensor = tensors.get(name);
  if (tensor === undefined) throw new FileFormatError({ file, field, expected: 'there', got: 'nothing' });
  if (tensor.dtype !== 'F32') throw new FileFormatError({ file, field, expected: 'of F32', got: tensor.dtype });
  const broken = findNonFinite(tensor.data, 1);
  if (broken === undefined) return tensor;
  throw new FileFormatError({
    file,
    field: `${field}[${broken.row}]`,
    expected: 'finite',
    got: `${tensor.data[broken.row]}`,
  });
}
