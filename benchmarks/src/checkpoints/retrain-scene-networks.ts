import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { loadGlyphMasters } from '@disalign/classification';
import { identityCalibration, startBackend, type BackendName } from '@disalign/core';
import { scoreImages, summarizeSegmentation } from '@disalign/segmentation';
import * as tf from '@tensorflow/tfjs';
import { runOverScenes, sceneSplit } from '../scene-networks/run-over-scenes.js';
import { keepScenes } from '../scene-networks/scene-images.js';
import { saveSceneNetwork } from '../scene-networks/scene-network-file.js';
import { sceneHeads, type SceneHead } from '../scene-networks/scene-network.js';
import { startSceneNetwork } from '../scene-networks/start-scene-network.js';
import { trainSceneNetwork } from '../scene-networks/train-scene-network.js';
import type { SceneTraining, TrainedSceneNetwork } from '../scene-networks/trained-scene-network.js';
import { glyphScenes150, type GlyphScenes150 } from '../scenes/glyph-scenes-150.js';
import { checkpointPath } from './checkpoint-path.js';

/** All of the training but the seed. */
export const sceneRecipe: Omit<SceneTraining, 'seed'> = {
  epochs: 30,
  batchSize: 16,
  cropSize: 96,
  learningRate: 0.06,
  momentum: 0.9,
  weightDecay: 5e-4,
  warmUpSteps: 100,
  gradientNorm: 2,
};

export interface RetrainSceneNetworksOptions {
  /** One network of each head for each. */
  readonly seeds: readonly number[];
  /** Default `auto`. */
  readonly backend?: BackendName | 'auto';
  /** Default: both. */
  readonly heads?: readonly SceneHead[];
  readonly onProgress?: (
    name: string,
    progress: { readonly step: number; readonly totalSteps: number; readonly loss: number },
  ) => void;
  readonly signal?: AbortSignal;
}

/** A network that was written. */
export interface RetrainedSceneNetwork {
  readonly path: string;
  readonly metrics: TrainedSceneNetwork['metrics'];
}

/** Trains the networks of GlyphScenes-150 anew, and writes each as F16 as soon as it is done. Scores on the selection split are kept with it. */
export async function retrainSceneNetworks(options: RetrainSceneNetworksOptions): Promise<RetrainedSceneNetwork[]> {
  const { seeds, backend = 'auto', heads = sceneHeads, onProgress, signal } = options;
  const { device } = await startBackend(backend);
  const scenes = glyphScenes150(await loadGlyphMasters());
  const images = keepScenes(scenes.splits.training);
  const written: RetrainedSceneNetwork[] = [];
  for (const [head, seed] of heads.flatMap((head) => seeds.map((seed) => [head, seed] as const))) {
    const name = `glyph-scenes-150-${head}`;
    const training = { ...sceneRecipe, seed };
    const { parameters, lastEpochLoss } = await trainSceneNetwork(images, {
      head,
      classes: scenes.classes.length,
      training,
      onProgress: (progress) => onProgress?.(`${name}-${seed}`, progress),
      signal,
    });
    const environment = { backend: tf.getBackend(), device, versions: { '@tensorflow/tfjs': tf.version.tfjs } };
    const classNames = scenes.classes.map((look) => look.name);
    const described = { head, classNames, dataSet: 'GlyphScenes-150', training, environment, parameters };
    const untested = { ...described, metrics: { lastEpochLoss, selection: { mIoU: 0, mAcc: 0 } } };
    const metrics = { lastEpochLoss, selection: await scoreSelection(untested, scenes) };
    const path = checkpointPath('glyph-scenes-150', seed, head);
    await mkdir(dirname(path), { recursive: true });
    await saveSceneNetwork(path, { ...untested, metrics });
    written.push({ path, metrics });
  }
  return written;
}

/** Scores on the selection split: the test split is for the experiments. */
async function scoreSelection(network: TrainedSceneNetwork, { classes, splits }: GlyphScenes150) {
  const running = startSceneNetwork(network);
  try {
    const images = runOverScenes(sceneSplit(splits.selection), running.run);
    const [counts] = await scoreImages(images, [identityCalibration(classes.length)]);
    const { mIoU, mAcc } = summarizeSegmentation(counts);
    return { mIoU: mIoU ?? 0, mAcc: mAcc ?? 0 };
  } finally {
    running.dispose();
  }
}
