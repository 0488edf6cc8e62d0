import type { NamedTensors } from './named-tensor-entries.js';
import { safetensorsParts } from './safetensors-parts.js';
import { writeFileAtomically } from './write-file-atomically.js';

/**
 * Writes a safetensors file, whole or not at all; the tensors are written from where they lie, without a second copy.
 *
 * @throws what `encodeSafetensors` throws, before anything is written, and what the file system throws
 *
 * @example
 * ```ts
 * import { writeSafetensors } from '@disalign/core/node';
 * const bias = { dtype: 'F32', shape: [2], data: Float32Array.of(1, 2) } as const;
 * await writeSafetensors('head.safetensors', { bias }, { source: 'resnet-50' });
 * ```
 */
export async function writeSafetensors(
  path: string,
  tensors: NamedTensors,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  await writeFileAtomically(path, safetensorsParts(tensors, metadata));
}
