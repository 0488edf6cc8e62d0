import { readFile } from 'node:fs/promises';
import type { FittedMethod } from '../methods/method.js';
import { parseMethod } from './parse-method.js';

/**
 * Reads a fitted method.
 *
 * @throws FileFormatError as `parseMethod` does; what the file system throws
 * @example
 * import { featuresInMemory, jointBaseline } from '@disalign/core';
 * import { loadMethod, saveMethod } from '@disalign/core/node';
 * const train = featuresInMemory({ features: [[1], [2]], logits: [[0, 3], [3, 0]], labels: [1, 0] });
 * await saveMethod('joint.safetensors', await jointBaseline.fit({ train }));
 * const { outcome } = await loadMethod('joint.safetensors');
 */
export async function loadMethod(path: string): Promise<FittedMethod> {
  return parseMethod(await readFile(path), path);
}
