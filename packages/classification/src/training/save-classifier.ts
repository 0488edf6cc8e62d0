import type { StoredTensor } from '@disalign/core';
import { writeSafetensors } from '@disalign/core/node';
import { createBackbone } from '../backbones/create-backbone.js';
import { encodeClassifierMetadata } from './classifier-metadata.js';
import { storeFloats } from './store-floats.js';
import type { TrainedClassifier } from './trained-classifier.js';

/** How the numbers are stored. */
export interface SaveClassifierOptions {
  /** F16 halves the file, and rounds each number to 11 bits. Default F32, which is exact. */
  readonly dtype?: 'F32' | 'F16';
}

/**
 * Writes a trained classifier as one safetensors file, whole or not at all: tensors `backbone.<name>`, `head.weight` and
 * `head.bias`; all else as metadata.
 *
 * @throws RangeError when a number is not finite, or too large for F16; what the file system throws
 *
 * @example
 * ```ts
 * import { saveClassifier, type TrainedClassifier } from '@disalign/classification';
 * async function keep(classifier: TrainedClassifier) {
 *   await saveClassifier('classifier.safetensors', classifier, { dtype: 'F16' });
 * }
 * ```
 */
export async function saveClassifier(
  path: string,
  classifier: TrainedClassifier,
  { dtype = 'F32' }: SaveClassifierOptions = {},
): Promise<void> {
  const { parameters, head, ...description } = classifier;
  const tensors = new Map<string, StoredTensor>();
  const store = (name: string, shape: readonly number[], data: Float32Array) =>
    tensors.set(name, storeFloats(name, { dtype: 'F32', shape, data }, dtype));
  for (const [name, { shape, data }] of parameters) store(`backbone.${name}`, shape, data);
  const classes = classifier.classNames.length;
  store('head.weight', [classes, createBackbone(classifier.backbone).featureSize], head.weight);
  if (head.bias !== null) store('head.bias', [classes], head.bias);
  await writeSafetensors(path, tensors, encodeClassifierMetadata({ description, headScale: head.scale }));
}
