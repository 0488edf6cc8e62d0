import { parseSafetensorsHeader } from './parse-safetensors-header.js';
import { parseSafetensorsLength } from './parse-safetensors-length.js';
import type { StoredTensor } from './stored-tensor.js';
import { tensorFromBytes } from './tensor-from-bytes.js';

/** What a safetensors file holds. */
export interface SafetensorsContent {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** Empty where the file has none. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads a safetensors file from memory: https://github.com/huggingface/safetensors#format.
 *
 * Dtypes F64 F32 F16 BF16 I64 I32 I16 I8 U8 BOOL. Every rule of the header is checked before a tensor is made.
 * Tensors share the memory of `bytes` where they lie aligned.
 *
 * @param file name of the file for the error text
 * @throws FileFormatError where the file breaks the format; it names the file and the field
 *
 * @example
 * ```ts
 * import { encodeSafetensors, parseSafetensors } from '@disalign/core';
 * const bytes = encodeSafetensors({ bias: { dtype: 'F32', shape: [2], data: Float32Array.of(1, 2) } });
 * const { tensors } = parseSafetensors(bytes, 'head.safetensors');
 * ```
 */
export function parseSafetensors(bytes: Uint8Array, file: string): SafetensorsContent {
  const headerLength = parseSafetensorsLength(bytes.subarray(0, 8), bytes.length, file);
  const data = bytes.subarray(8 + headerLength);
  const { entries, metadata } = parseSafetensorsHeader(bytes.subarray(8, 8 + headerLength), data.length, file);
  const tensors = new Map<string, StoredTensor>();
  for (const [name, { dtype, shape, begin, end }] of entries) {
    tensors.set(name, tensorFromBytes(dtype, shape, data.subarray(begin, end)));
  }
  return { tensors, metadata };
}
