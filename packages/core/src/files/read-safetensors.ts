import { openSafetensors } from './open-safetensors.js';
import type { SafetensorsContent } from './parse-safetensors.js';
import type { StoredTensor } from './stored-tensor.js';

/**
 * Reads a whole safetensors file, also one over 2 GB; `openSafetensors` reads parts of one.
 *
 * @throws FileFormatError where the file breaks the format; what the file system throws
 *
 * @example
 * ```ts
 * import { readSafetensors, writeSafetensors } from '@disalign/core/node';
 * await writeSafetensors('head.safetensors', { bias: { dtype: 'F32', shape: [2], data: Float32Array.of(1, 2) } });
 * const { tensors, metadata } = await readSafetensors('head.safetensors');
 * ```
 */
export async function readSafetensors(path: string): Promise<SafetensorsContent> {
  const file = await openSafetensors(path);
  const tensors = new Map<string, StoredTensor>();
  for (const name of file.entries.keys()) tensors.set(name, await file.readTensor(name));
  return { tensors, metadata: file.metadata };
}
