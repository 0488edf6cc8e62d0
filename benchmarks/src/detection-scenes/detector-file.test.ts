import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, FileFormatError } from '@disalign/core';
import { readSafetensors, writeSafetensors } from '@disalign/core/node';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDetectors, saveDetectors, type DetectorDescription } from './detector-file.js';
import { detectorParameters } from './scene-detectors.js';

const step = { epochs: 1, scenesPerStep: 2, learningRate: 0.5, weightDecay: 0 };
const facts: DetectorDescription = {
  ...{ seed: 3, classes: 2, channels: 4, network: step, classifiers: step, lastEpochLoss: 0.25, backend: 'a test' },
};

describe('the file of detectors', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'detectors-'));
    await tf.setBackend('cpu');
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function save(path: string) {
    const random = createRandom(1, 0);
    const parameters = new Map(
      detectorParameters(facts).map(({ name, shape }) => {
        // Eighths up to 4 are the same in F16.
        const values = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => (random.nextInt(65) - 32) / 8);
        return [name, tf.variable(tf.tensor(values, [...shape]), false)] as const;
      }),
    );
    await saveDetectors(path, parameters, facts);
    return parameters;
  }

  it('gives back what was saved', async () => {
    const path = join(folder, 'detectors.safetensors');
    const saved = await save(path);
    const { parameters, ...described } = await loadDetectors(path);
    expect(described).toEqual(facts);
    expect([...parameters.keys()].sort()).toEqual([...saved.keys()].sort());
    for (const [name, { data }] of parameters) expect([...data]).toEqual([...saved.get(name)!.dataSync()]);
    tf.dispose([...saved.values()]);
  });

  it('names the file, and the tensor that is missing or what the description lacks', async () => {
    const path = join(folder, 'broken.safetensors');
    tf.dispose([...(await save(path)).values()]);
    const { tensors, metadata } = await readSafetensors(path);
    const others = Object.fromEntries([...tensors].filter(([name]) => name !== 'deltas.weight'));
    await writeSafetensors(path, others, metadata);
    await expect(loadDetectors(path)).rejects.toThrow(FileFormatError);
    await expect(loadDetectors(path)).rejects.toThrow(/broken\.safetensors: tensor deltas\.weight must be of shape/);
    await writeSafetensors(path, others, {});
    await expect(loadDetectors(path)).rejects.toThrow(/broken\.safetensors: metadata scene-detectors/);
  });
});
