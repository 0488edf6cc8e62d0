import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { startBackend, type BackendName } from '@disalign/core';
import * as tf from '@tensorflow/tfjs';
import { annotatedSplit } from '../detection-scenes/annotated-split.js';
import { saveDetectors } from '../detection-scenes/detector-file.js';
import type { StepSettings } from '../detection-scenes/run-training.js';
import { sceneMaps } from '../detection-scenes/scene-maps.js';
import { trainClassifiers } from '../detection-scenes/train-classifiers.js';
import { trainRegionNetwork } from '../detection-scenes/train-region-network.js';
import { mean } from '../experiments/mean.js';
import { sceneDetectorsPath } from './scene-detectors-path.js';

/** Which detectors are trained. */
export interface RetrainSceneDetectorsOptions {
  /** A network and four classifiers for each, over the maps of the Glyph-LT network of that seed. */
  readonly seeds: readonly number[];
  /** Default `auto`. */
  readonly backend?: BackendName | 'auto';
  /** Where a file is written. Default: its place among the checkpoints of the benchmarks. */
  readonly pathOf?: (seed: number) => string;
  readonly onProgress?: (progress: { readonly task: string; readonly loss: number; readonly share: number }) => void;
  readonly signal?: AbortSignal;
}

/** How the detectors were trained. */
export const sceneDetectorRecipe = {
  network: { epochs: 8, scenesPerStep: 8, learningRate: 0.05, weightDecay: 5e-4 },
  classifiers: { epochs: 12, scenesPerStep: 16, learningRate: 0.05, weightDecay: 5e-4 },
} as const satisfies Record<string, StepSettings>;

/** Trains the detectors of GlyphScenes anew, and writes those of a seed as F16 as soon as they are done. @returns their paths */
export async function retrainSceneDetectors(options: RetrainSceneDetectorsOptions): Promise<string[]> {
  const { seeds, backend = 'auto', pathOf = sceneDetectorsPath, onProgress, signal } = options;
  const { device } = await startBackend(backend);
  const annotated = await annotatedSplit('training');
  const written: string[] = [];
  for (const seed of seeds) {
    const maps = await sceneMaps(annotated.scenes, seed);
    const { network: recipe, classifiers } = sceneDetectorRecipe;
    const losses: number[] = [];
    const told = (part: string) => ({
      signal,
      onProgress: ({ step, steps, loss }: { step: number; steps: number; loss: number }) => {
        if (part === 'network') losses.push(loss);
        onProgress?.({ task: `glyph-scenes-lvis-${seed}, ${part}`, loss, share: step / steps });
      },
    });
    const network = await trainRegionNetwork(annotated, maps, { seed, ...recipe }, told('network'));
    const trained = await trainClassifiers(annotated, { maps, network }, { seed, ...classifiers }, told('classifiers'));
    const parameters = new Map([...network, ...trained]);
    const path = pathOf(seed);
    await mkdir(dirname(path), { recursive: true });
    await saveDetectors(path, parameters, {
      seed,
      classes: annotated.json.categories.length,
      channels: maps.channels,
      network: recipe,
      classifiers,
      lastEpochLoss: mean(losses.slice(-losses.length / recipe.epochs)),
      backend: device,
    });
    tf.dispose([...parameters.values()]);
    written.push(path);
  }
  return written;
}
