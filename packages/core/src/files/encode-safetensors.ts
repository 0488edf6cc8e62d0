import type { NamedTensors } from './named-tensor-entries.js';
import { safetensorsParts } from './safetensors-parts.js';

/**
 * The bytes of a safetensors file.
 *
 * Tensors are laid out like the Python library does, widest dtype first and then by name, so that each lies aligned;
 * the header is padded with spaces to a multiple of eight bytes.
 *
 * @throws TypeError when an array is not that of its dtype or metadata is not a string
 * @throws RangeError when an array does not have the length of its shape, or a tensor is named `__metadata__`
 *
 * @example
 * ```ts
 * import { encodeSafetensors } from '@disalign/core';
 * const scale = { dtype: 'F32', shape: [2], data: Float32Array.of(1, 1) } as const;
 * const bytes = encodeSafetensors({ scale }, { form: 'blend' });
 * ```
 */
export function encodeSafetensors(tensors: NamedTensors, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  const parts = safetensorsParts(tensors, metadata);
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
