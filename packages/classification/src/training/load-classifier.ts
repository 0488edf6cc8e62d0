import type { StoredTensorOf } from '@disalign/core';
import { openSafetensors } from '@disalign/core/node';
import { createBackbone } from '../backbones/create-backbone.js';
import { parseClassifierMetadata } from './classifier-metadata.js';
import { checkNames, readFloats } from './read-floats.js';
import type { TrainedClassifier } from './trained-classifier.js';

/**
 * Reads a classifier that `saveClassifier` wrote. All is checked: that each tensor is there, with the shape that the
 * backbone and the classes ask for, that there are no others, and that all numbers are finite.
 *
 * @throws FileFormatError naming file and field; what the file system throws
 *
 * @example
 * ```ts
 * import { loadClassifier } from '@disalign/classification';
 * async function classNames() {
 *   return (await loadClassifier('classifier.safetensors')).classNames;
 * }
 * ```
 */
export async function loadClassifier(path: string): Promise<TrainedClassifier> {
  const file = await openSafetensors(path);
  const { description, headScale } = parseClassifierMetadata(file.metadata, path);
  const backbone = createBackbone(description.backbone);
  const classes = description.classNames.length;
  const { kind } = description.training.head;
  const expected = new Map(backbone.parameters.map(({ name, shape }) => [`backbone.${name}`, shape]));
  expected.set('head.weight', [classes, backbone.featureSize]);
  if (kind === 'linear' && file.entries.has('head.bias')) expected.set('head.bias', [classes]);
  checkNames(file, (name) => expected.has(name));

  const tensors = new Map<string, StoredTensorOf<'F32'>>();
  for (const [name, shape] of expected) tensors.set(name, await readFloats(file, name, shape));
  const takeOut = (name: string) => {
    const data = tensors.get(name)?.data;
    tensors.delete(name);
    return data;
  };
  const head = {
    kind,
    weight: takeOut('head.weight') ?? new Float32Array(),
    bias: takeOut('head.bias') ?? null,
    scale: headScale,
  };
  const parameters = new Map([...tensors].map(([name, tensor]) => [name.slice('backbone.'.length), tensor]));
  return { ...description, parameters, head };
}
