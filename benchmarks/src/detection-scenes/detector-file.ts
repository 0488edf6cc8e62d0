import * as tf from '@tensorflow/tfjs';
import type { NamedParameters } from '@disalign/classification';
import { FileFormatError, float32ToFloat16, tensorToFloat32, type StoredTensorOf } from '@disalign/core';
import { readSafetensors, writeSafetensors } from '@disalign/core/node';
import { z } from 'zod';
import { detectorParameters } from './scene-detectors.js';

const stepSettings = z.strictObject({
  epochs: z.int().positive(),
  scenesPerStep: z.int().positive(),
  learningRate: z.number(),
  weightDecay: z.number(),
});

const description = z.strictObject({
  /** Of the Glyph-LT network whose maps are read, and of everything that was drawn. */
  seed: z.int(),
  /** K */
  classes: z.int().positive(),
  /** Of the maps. */
  channels: z.int().positive(),
  /** How the network was trained, and then the four classifiers on its features. */
  network: stepSettings,
  classifiers: stepSettings,
  /** Mean over the steps of the last epoch of the network. */
  lastEpochLoss: z.number(),
  /** What computed. */
  backend: z.string(),
});

/** What the detectors of a seed are, and how they were trained. */
export type DetectorDescription = z.output<typeof description>;

/** A network and its four classifiers, on the host. */
export interface StoredDetectors extends DetectorDescription {
  readonly parameters: ReadonlyMap<string, StoredTensorOf<'F32'>>;
}

const METADATA_KEY = 'scene-detectors';

/** Writes the detectors of a seed as F16, whole or not at all. */
export async function saveDetectors(
  path: string,
  parameters: NamedParameters,
  facts: DetectorDescription,
): Promise<void> {
  const tensors = await Promise.all(
    [...parameters].map(async ([name, variable]) => {
      const data = Uint16Array.from(await variable.data<'float32'>(), float32ToFloat16);
      return [name, { dtype: 'F16', shape: variable.shape, data }] as const;
    }),
  );
  await writeSafetensors(path, Object.fromEntries(tensors), { [METADATA_KEY]: JSON.stringify(facts) });
}

/** @throws FileFormatError naming what is missing, or not of the shape that the file says; what the file system throws */
export async function loadDetectors(path: string): Promise<StoredDetectors> {
  const { tensors, metadata } = await readSafetensors(path);
  const facts = description.safeParse(parseJson(metadata[METADATA_KEY]));
  if (!facts.success) {
    const [{ path: at, message }] = facts.error.issues;
    const field = ['metadata', METADATA_KEY, ...at].join(' ');
    throw new FileFormatError({ file: path, field, expected: message, got: metadata[METADATA_KEY] ?? 'nothing' });
  }
  const parameters = detectorParameters(facts.data).map(({ name, shape }) => {
    const tensor = tensors.get(name);
    if (tensor?.shape.join() === shape.join()) {
      return [name, { dtype: 'F32' as const, shape, data: tensorToFloat32(tensor) }] as const;
    }
    const got = tensor ? `[${tensor.shape}]` : 'none';
    throw new FileFormatError({ file: path, field: `tensor ${name}`, expected: `of shape [${shape}]`, got });
  });
  return { ...facts.data, parameters: new Map(parameters) };
}

/** Puts detectors on the active backend; the caller disposes of them. */
export function uploadDetectors({ parameters }: StoredDetectors): NamedParameters {
  return new Map(
    [...parameters].map(([name, { data, shape }]) => [
      name,
      tf.tidy(() => tf.variable(tf.tensor(data, [...shape]), false)),
    ]),
  );
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
