import type * as tf from '@tensorflow/tfjs';
import type { StoredTensorOf } from '@disalign/core';
import type { NamedParameters } from '../backbones/layers/layer.js';
import type { ClassifierDescription, HeadSettings, TrainedClassifier } from './trained-classifier.js';

/** Copies a trained network off the backend: its head, and all other parameters as those of the backbone. */
export async function takeClassifier(
  parameters: NamedParameters,
  headKind: HeadSettings['kind'],
  description: ClassifierDescription,
): Promise<TrainedClassifier> {
  const taken = new Map<string, StoredTensorOf<'F32'>>();
  for (const [name, variable] of parameters) {
    taken.set(name, { dtype: 'F32', shape: [...variable.shape], data: await floatsOf(variable) });
  }
  const takeOut = (name: string) => {
    const data = taken.get(name)?.data;
    taken.delete(name);
    return data;
  };
  const weight = takeOut('head.weight') ?? new Float32Array();
  const bias = takeOut('head.bias') ?? null;
  const scale = takeOut('head.scale')?.[0] ?? 1;
  return { ...description, parameters: taken, head: { kind: headKind, weight, bias, scale } };
}

/** The cpu and the wasm backend may hand out a view of what they will change. */
async function floatsOf(tensor: tf.Tensor): Promise<Float32Array> {
  return Float32Array.from(await tensor.data<'float32'>());
}
