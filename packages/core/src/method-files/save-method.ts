import { writeFileAtomically } from '../files/write-file-atomically.js';
import type { FittedMethod } from '../methods/method.js';
import { encodeMethod } from './encode-method.js';

/**
 * Writes a fitted method, whole or not at all; see `encodeMethod` for what is in the file.
 *
 * @throws what the file system throws; the old file is then as it was
 * @example
 * import { featuresInMemory, jointBaseline } from '@disalign/core';
 * import { saveMethod } from '@disalign/core/node';
 * const train = featuresInMemory({ features: [[1], [2]], logits: [[0, 3], [3, 0]], labels: [1, 0] });
 * await saveMethod('joint.safetensors', await jointBaseline.fit({ train }));
 */
export async function saveMethod(path: string, fitted: FittedMethod): Promise<void> {
  await writeFileAtomically(path, encodeMethod(fitted));
}
