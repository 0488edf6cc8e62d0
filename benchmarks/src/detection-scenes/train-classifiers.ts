import * as tf from '@tensorflow/tfjs';
import { initializeParameters, type NamedParameters } from '@disalign/classification';
import { alignmentLoss } from '@disalign/core';
import { repeatFactors } from '@disalign/detection';
import type { AnnotatedScenes } from './annotate-scenes.js';
import { cropRegions } from './crop-regions.js';
import { drawScenes } from './draw-scenes.js';
import { classifierParameters, CROP_SIDE, FEATURE_SIZE, runClassifier, runRegionNetwork } from './region-network.js';
import { runTraining, type StepSettings, type TrainingSurroundings } from './run-training.js';
import { sceneDetectors, type SceneSampler } from './scene-detectors.js';
import type { SceneMaps } from './scene-maps.js';
import { objectsOfScenes, regionTargets, trainingProposals, type SceneObjects } from './training-regions.js';

/** Draws of proposals that classifiers are trained on, by turns. */
const DRAWS = 3;
/** They begin where those of the network's epochs have ended. */
const FIRST_DRAW = 500;
// A class in fewer than 5 % of the images is repeated: t = 0.001 of LVIS would repeat none here.
const REPEAT_THRESHOLD = 0.05;

/** Features and labels of the proposals of a scene. */
interface SceneRows {
  readonly features: Float32Array;
  readonly labels: Int32Array;
}

/**
 * Trains the classifiers of the four box heads on the features of a network, which stays as it is: linear and cosine, with every image equally
 * likely and with repeat-factor sampling.
 *
 * @returns their parameters, which the caller disposes of
 * @throws Error when a loss is no longer finite; what `signal` was aborted with
 */
export async function trainClassifiers(
  annotated: AnnotatedScenes,
  { maps, network }: { readonly maps: SceneMaps; readonly network: NamedParameters },
  { seed, ...settings }: StepSettings & { readonly seed: number },
  { signal, onProgress }: TrainingSurroundings = {},
): Promise<NamedParameters> {
  const objects = objectsOfScenes(annotated);
  const classes = annotated.json.categories.length;
  const draws: SceneRows[][] = [];
  for (let draw = 0; draw < DRAWS; draw++) {
    draws.push(await featuresOfDraw(annotated, { maps, network, objects }, { seed, draw: FIRST_DRAW + draw }));
  }
  const trained = new Map<string, tf.Variable>();
  for (const { name, kind, sampler } of sceneDetectors) {
    const parameters = initializeParameters(classifierParameters(name, kind, classes), seed);
    const batches = drawScenes(factorsOf(annotated, objects, sampler), { seed, ...settings });
    const lossOf = (scenes: readonly number[], epoch: number) => {
      const parts = scenes.map((scene) => draws[epoch % DRAWS][scene]);
      return () => {
        const features = tf.concat(parts.map((part) => tf.tensor2d(part.features, [part.labels.length, FEATURE_SIZE])));
        const labels = tf.concat(parts.map((part) => tf.tensor1d(part.labels, 'int32')));
        return alignmentLoss(runClassifier(parameters, { name, kind }, features), labels);
      };
    };
    await runTraining({ variables: [...parameters.values()], batches, lossOf }, settings, { signal, onProgress });
    for (const [key, variable] of parameters) trained.set(key, variable);
  }
  return trained;
}

function factorsOf({ json }: AnnotatedScenes, objects: readonly SceneObjects[], sampler: SceneSampler): Float64Array {
  if (sampler === 'plain') return Float64Array.from(objects, () => 1);
  const imageCategories = objects.map(({ labels }) => Uint16Array.from(labels));
  const imageCounts = json.categories.map(({ image_count }) => image_count);
  return repeatFactors({ imageCounts, imageCategories }, REPEAT_THRESHOLD).images;
}

async function featuresOfDraw(
  annotated: AnnotatedScenes,
  { maps, network, objects }: { maps: SceneMaps; network: NamedParameters; objects: readonly SceneObjects[] },
  { seed, draw }: { seed: number; draw: number },
): Promise<SceneRows[]> {
  const rows: SceneRows[] = [];
  for (const [scene, own] of objects.entries()) {
    const boxes = trainingProposals(own, maps.imageSide, { seed, draw, scene });
    const targets = regionTargets(annotated, objects, [{ scene, boxes }]);
    const features = tf.tidy(() => {
      const crops = cropRegions(maps.take([scene]), targets, { stride: maps.stride, side: CROP_SIDE });
      return runRegionNetwork(network, crops).features;
    });
    rows.push({ features: await features.data<'float32'>(), labels: targets.labels });
    features.dispose();
  }
  return rows;
}
