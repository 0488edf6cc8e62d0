import { FileFormatError, tensorToFloat32, type StoredTensorOf } from '@disalign/core';
import { openSafetensors, type SafetensorsFile } from '@disalign/core/node';
import { createBackbone } from '../backbones/create-backbone.js';
import { parseClassifierMetadata } from './classifier-metadata.js';
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
  checkNames(file, expected);

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

function checkNames(file: SafetensorsFile, expected: ReadonlyMap<string, unknown>): void {
  for (const name of file.entries.keys()) {
    if (expected.has(name)) continue;
    throw new FileFormatError({ file: file.path, field: `tensor ${name}`, expected: 'absent', got: 'one' });
  }
}

async function readFloats(
  file: SafetensorsFile,
  name: string,
  shape: readonly number[],
): Promise<StoredTensorOf<'F32'>> {
  const fail = (expected: string, got: string) =>
    new FileFormatError({ file: file.path, field: `tensor ${name}`, expected, got });
  const entry = file.entries.get(name);
  if (entry === undefined) throw fail('there', 'none');
  if (entry.dtype !== 'F32' && entry.dtype !== 'F16') throw fail('F32 or F16', entry.dtype);
  if (entry.shape.join() !== shape.join()) throw fail(`[${shape}]`, `[${entry.shape}]`);
  const data = tensorToFloat32(await file.readTensor(name));
  const broken = data.findIndex((value) => !Number.isFinite(value));
  if (broken >= 0) throw fail('finite', `${data[broken]} at ${broken}`);
  if (name.endsWith('.running_var') && data.some((value) => value < 0)) throw fail('at least 0', 'a negative number');
  return { dtype: 'F32', shape, data };
}
