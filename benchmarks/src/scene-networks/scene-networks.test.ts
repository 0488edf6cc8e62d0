import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileFormatError, startBackend } from '@disalign/core';
import { expectClose } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSceneNetwork } from './create-scene-network.js';
import type { SceneImages } from './scene-images.js';
import { loadSceneNetwork, saveSceneNetwork } from './scene-network-file.js';
import { sceneHeads, type SceneHead } from './scene-network.js';
import { startSceneNetwork } from './start-scene-network.js';
import { trainSceneNetwork } from './train-scene-network.js';
import type { TrainedSceneNetwork } from './trained-scene-network.js';

const side = 32;
// The left half is dark, the right one bright, by a scene of its own.
const scenes: SceneImages = {
  count: 4,
  side,
  pixels: Uint8Array.from({ length: 4 * side * side }, (_, i) => (i % side < 16 ? 40 : 200) + (i % 7)),
  labels: Uint8Array.from({ length: 4 * side * side }, (_, i) => (i % side < 16 ? 0 : 1)),
};
const training = {
  seed: 1,
  epochs: 6,
  batchSize: 2,
  cropSize: 24,
  learningRate: 0.05,
  momentum: 0.9,
  weightDecay: 0,
  warmUpSteps: 2,
  gradientNorm: 2,
};
const trainTiny = async (head: SceneHead): Promise<TrainedSceneNetwork & { losses: number[] }> => {
  const losses: number[] = [];
  const { parameters, lastEpochLoss } = await trainSceneNetwork(scenes, {
    head,
    classes: 2,
    training,
    onProgress: ({ loss }) => losses.push(loss),
  });
  const environment = { backend: 'wasm', device: 'test', versions: {} };
  const metrics = { lastEpochLoss, selection: { mIoU: 0.5, mAcc: 0.5 } };
  return {
    head,
    classNames: ['dark', 'bright'],
    dataSet: 'halves',
    training,
    environment,
    metrics,
    parameters,
    losses,
  };
};

let folder: string;
beforeAll(async () => {
  await startBackend('wasm');
  folder = await mkdtemp(join(tmpdir(), 'scene-networks-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(sceneHeads)('the network %s', (head) => {
  it('has less than half a million numbers: in F16 under a megabyte', () => {
    const { parameters, featureSize } = createSceneNetwork(head);
    const count = parameters.reduce((sum, { shape }) => sum + tf.util.sizeFromShape([...shape]), 151 * featureSize);
    expect(count).toBeLessThan(490_000);
    expect(new Set(parameters.map(({ name }) => name)).size).toBe(parameters.length);
  });

  it('learns to tell two halves apart, is kept as it is but for rounding, and leaves no tensors behind', async () => {
    const before = tf.memory().numTensors;
    const { losses, ...network } = await trainTiny(head);
    expect(losses).toHaveLength(12);
    expect(losses[11]).toBeLessThan(losses[0] / 2);
    const path = join(folder, `${head}.safetensors`);
    await saveSceneNetwork(path, network);
    const loaded = await loadSceneNetwork(path);
    const { parameters, ...description } = network;
    expect(loaded).toMatchObject(description);
    for (const [name, { data }] of parameters) {
      // 11 bits, and below 2^-14 steps of 2^-24.
      expectClose(loaded.parameters.get(name)?.data ?? [], data, { relative: 2 ** -11, absolute: 2 ** -25 });
    }
    const running = startSceneNetwork(loaded);
    const colors = Float32Array.from({ length: 3 * side * side }, (_, i) => {
      return (scenes.pixels[Math.floor(i / 3)] - 114.75) / 63.75;
    });
    const { features, logits } = await running.run({ height: side, width: side, channels: 3, data: colors });
    running.dispose();
    expect([features.height, features.width, features.channels]).toEqual([8, 8, 80]);
    expect([logits.height, logits.width, logits.channels]).toEqual([8, 8, 2]);
    // Logits are the last layer's of those features.
    const [weight, bias] = ['head.weight', 'head.bias'].map((name) => loaded.parameters.get(name)?.data ?? []);
    const cell = features.data.subarray(0, 80);
    const dot = cell.reduce((sum, value, d) => sum + value * weight[d], bias[0]);
    expectClose([logits.data[0]], [dot], { relative: 1e-4, absolute: 1e-5 });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('trainSceneNetwork', () => {
  it('draws one network from one seed, and stops when it is told to', async () => {
    const controller = new AbortController();
    const losses: number[] = [];
    const run = trainSceneNetwork(scenes, {
      head: 'fcn',
      classes: 2,
      training,
      signal: controller.signal,
      onProgress: ({ loss }) => {
        losses.push(loss);
        if (losses.length === 2) controller.abort(new Error('enough'));
      },
    });
    await expect(run).rejects.toThrow('enough');
    expect((await trainTiny('fcn')).losses.slice(0, 2)).toEqual(losses);
  });
});

describe('loadSceneNetwork', () => {
  it('names file and field of what is no such network', async () => {
    const path = join(folder, 'fcn.safetensors');
    const text = await readFile(path, 'latin1');
    const change = async (from: string, to: string) => {
      const changed = join(folder, 'changed.safetensors');
      await writeFile(changed, text.replace(from, to), 'latin1');
      return loadSceneNetwork(changed);
    };
    await expect(change('disalign-scene-network', 'disalign-other-network')).rejects.toThrow(
      'format must be disalign-scene-network, got disalign-other-network',
    );
    await expect(change('stem.conv.weight', 'stem.conv.weighs')).rejects.toThrow(
      'tensor stem.conv.weight must be [5,5,1,24], got none',
    );
    await expect(change('halves', 'hal\\"es')).rejects.toThrow(FileFormatError);
  });
});
