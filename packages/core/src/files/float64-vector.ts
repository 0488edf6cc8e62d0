import { FileFormatError } from './file-format-error.js';
import type { SafetensorsContent } from './parse-safetensors.js';
import type { StoredTensor } from './stored-tensor.js';
import { tensorToFloat64 } from './tensor-to-float64.js';

/** A vector as a tensor that keeps every bit. */
export function float64Vector(data: Float64Array): StoredTensor {
  return { dtype: 'F64', shape: [data.length], data };
}

/** Which vector to read, and how long it must be (undefined: any length). */
export interface VectorEntry {
  readonly file: string;
  readonly name: string;
  readonly length: number | undefined;
}

/**
 * Reads a vector of floats.
 *
 * @throws FileFormatError when it is missing, of another shape or an integer dtype, or holds a number that is not finite
 */
export function readFloat64Vector({ tensors }: SafetensorsContent, { file, name, length }: VectorEntry): Float64Array {
  const field = `tensor ${name}`;
  const tensor = tensors.get(name);
  if (tensor === undefined) throw new FileFormatError({ file, field, expected: 'there', got: 'nothing' });
  if (!['F64', 'F32', 'F16', 'BF16'].includes(tensor.dtype)) {
    throw new FileFormatError({ file, field, expected: 'of floats', got: tensor.dtype });
  }
  if (tensor.shape.length !== 1 || (length !== undefined && tensor.shape[0] !== length)) {
    throw new FileFormatError({ file, field, expected: `of shape [${length ?? '*'}]`, got: `[${tensor.shape}]` });
  }
  const values = tensorToFloat64(tensor);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new FileFormatError({ file, field: `${field}[${bad}]`, expected: 'finite', got: `${values[bad]}` });
  return values;
}
