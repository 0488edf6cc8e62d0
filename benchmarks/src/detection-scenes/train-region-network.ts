import * as tf from '@tensorflow/tfjs';
import { initializeParameters, type NamedParameters } from '@disalign/classification';
import { alignmentLoss } from '@disalign/core';
import type { AnnotatedScenes } from './annotate-scenes.js';
import { cropRegions } from './crop-regions.js';
import { drawScenes } from './draw-scenes.js';
import {
  classifierParameters,
  CROP_SIDE,
  regionNetworkParameters,
  runClassifier,
  runRegionNetwork,
} from './region-network.js';
import { runTraining, type StepSettings, type TrainingSurroundings } from './run-training.js';
import type { SceneMaps } from './scene-maps.js';
import { objectsOfScenes, regionTargets, trainingProposals, type RegionTargets } from './training-regions.js';

/** The classifier that the network is trained with, and that is thrown away. */
const helper = { name: 'helper', kind: 'linear' } as const;

/**
 * Trains a network over the maps of a frozen backbone, on classes, boxes and masks together, every image equally likely, with new proposals
 * in each epoch.
 *
 * @returns its parameters, which the caller disposes of
 * @throws Error when the loss is no longer finite; what `signal` was aborted with
 */
export async function trainRegionNetwork(
  annotated: AnnotatedScenes,
  maps: SceneMaps,
  { seed, ...settings }: StepSettings & { readonly seed: number },
  surroundings: TrainingSurroundings = {},
): Promise<NamedParameters> {
  const classes = annotated.json.categories.length;
  const own = regionNetworkParameters(maps.channels);
  const parameters = initializeParameters([...own, ...classifierParameters(helper.name, helper.kind, classes)], seed);
  const objects = objectsOfScenes(annotated);
  const everyImage = Float64Array.from(objects, () => 1);
  const lossOf = (scenes: readonly number[], epoch: number) => {
    const proposals = scenes.map((scene) => ({
      scene,
      boxes: trainingProposals(objects[scene], maps.imageSide, { seed, draw: epoch, scene }),
    }));
    const targets = regionTargets(annotated, objects, proposals);
    return () => {
      const crops = cropRegions(maps.take(scenes), targets, { stride: maps.stride, side: CROP_SIDE });
      return detectionLoss(parameters, crops, targets);
    };
  };
  const batches = drawScenes(everyImage, { seed, ...settings });
  await runTraining({ variables: [...parameters.values()], batches, lossOf }, settings, surroundings);
  const kept = new Set(own.map(({ name }) => name));
  for (const [name, variable] of parameters) if (!kept.has(name)) variable.dispose();
  return new Map([...parameters].filter(([name]) => kept.has(name)));
}

/**
 * Cross-entropy over all regions, smooth L1 of the deltas of those with an object, summed and divided by all regions, as in Fast R-CNN; and
 * the mean binary cross-entropy of the masks of those with an object, as in Mask R-CNN.
 */
function detectionLoss(parameters: NamedParameters, crops: tf.Tensor4D, targets: RegionTargets): tf.Scalar {
  const { features, deltas, masks } = runRegionNetwork(parameters, crops);
  const rows = targets.labels.length;
  const objects = tf.tensor2d(targets.objects, [rows, 1]);
  const classLoss = alignmentLoss(runClassifier(parameters, helper, features), tf.tensor1d(targets.labels, 'int32'));
  const distance = tf.abs(tf.sub(deltas, tf.tensor2d(targets.deltas, [rows, 4])));
  // d^2 / 2 up to 1, d - 1/2 beyond: without a comparison, which has no gradient.
  const near = tf.minimum(distance, 1);
  const smooth = tf.add(tf.mul(0.5, tf.square(near)), tf.sub(distance, near));
  const boxLoss = tf.div(tf.sum(tf.mul(objects, smooth)), rows);
  // -y z + log(1 + e^z)
  const seen = tf.tensor2d(targets.masks, [rows, masks.shape[1]]);
  const maskLosses = tf.mean(tf.sub(tf.softplus(masks), tf.mul(seen, masks)), 1, true);
  const maskLoss = tf.div(tf.sum(tf.mul(objects, maskLosses)), tf.maximum(1, tf.sum(objects)));
  return tf.addN([classLoss, boxLoss, maskLoss]).asScalar();
}
