import {
  FileFormatError,
  float32ToFloat16,
  tensorToFloat32,
  type StoredTensor,
  type StoredTensorOf,
} from '@disalign/core';
import { decodeFile, readSafetensors, writeSafetensors } from '@disalign/core/node';
import { createSceneNetwork } from './create-scene-network.js';
import { lastLayer } from './train-scene-network.js';
import { sceneNetworkDescriptionSchema, type TrainedSceneNetwork } from './trained-scene-network.js';

const FORMAT = 'disalign-scene-network';

/** Writes a network as one safetensors file in F16, whole or not at all; what it is stands in the metadata. */
export async function saveSceneNetwork(path: string, network: TrainedSceneNetwork): Promise<void> {
  const { parameters, ...description } = network;
  const tensors = new Map<string, StoredTensor>();
  for (const [name, { shape, data }] of parameters) {
    tensors.set(name, { dtype: 'F16', shape, data: Uint16Array.from(data, float32ToFloat16) });
  }
  await writeSafetensors(path, tensors, { format: FORMAT, network: JSON.stringify(description) });
}

/**
 * Reads a network that `saveSceneNetwork` wrote.
 *
 * @throws FileFormatError naming file and field, where a tensor is missing, of another shape or not finite; what the file system throws
 */
export async function loadSceneNetwork(path: string): Promise<TrainedSceneNetwork> {
  const { tensors, metadata } = await readSafetensors(path);
  if (metadata.format !== FORMAT) {
    throw new FileFormatError({ file: path, field: 'format', expected: FORMAT, got: metadata.format ?? 'nothing' });
  }
  const description = await decodeFile(path, 'a description of a network for scenes', () =>
    sceneNetworkDescriptionSchema.parse(JSON.parse(metadata.network ?? '')),
  );
  const { parameters, featureSize } = createSceneNetwork(description.head);
  const read = new Map<string, StoredTensorOf<'F32'>>();
  for (const { name, shape } of [...parameters, ...lastLayer(description.classNames.length, featureSize)]) {
    read.set(name, readParameter(path, name, { shape, tensor: tensors.get(name) }));
  }
  return { ...description, parameters: read };
}

function readParameter(
  file: string,
  name: string,
  { shape, tensor }: { readonly shape: readonly number[]; readonly tensor: StoredTensor | undefined },
): StoredTensorOf<'F32'> {
  const field = `tensor ${name}`;
  if (tensor?.shape.join() !== shape.join()) {
    throw new FileFormatError({ file, field, expected: `[${shape}]`, got: tensor ? `[${tensor.shape}]` : 'none' });
  }
  const data = tensorToFloat32(tensor);
  const broken = data.find((value) => !Number.isFinite(value));
  if (broken !== undefined) throw new FileFormatError({ file, field, expected: 'finite', got: `${broken}` });
  return { dtype: 'F32', shape, data };
}
