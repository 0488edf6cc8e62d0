import type { StoredTensorOf } from '@disalign/core';
import { z } from 'zod';
import { sceneHeads } from './scene-network.js';

const count = z.int().positive();

/** The recipe of a training. */
export const sceneTrainingSchema = z.strictObject({
  seed: z.int(),
  epochs: count,
  batchSize: count,
  cropSize: count,
  learningRate: z.number().positive(),
  momentum: z.number().min(0).lt(1),
  weightDecay: z.number().nonnegative(),
  warmUpSteps: z.int().nonnegative(),
  /** Gradients of a step are shortened to this norm. */
  gradientNorm: z.number().positive(),
});
export type SceneTraining = z.output<typeof sceneTrainingSchema>;

const score = z.strictObject({ mIoU: z.number(), mAcc: z.number() });

/** What a network is and where it comes from, without its numbers. */
export const sceneNetworkDescriptionSchema = z.strictObject({
  head: z.enum(sceneHeads),
  classNames: z.array(z.string()).min(1),
  /** Name of the data set. */
  dataSet: z.string(),
  training: sceneTrainingSchema,
  environment: z.strictObject({
    /** TensorFlow.js' name of the backend: `tensorflow` is libtensorflow. */
    backend: z.string(),
    device: z.string(),
    versions: z.record(z.string(), z.string()),
  }),
  metrics: z.strictObject({
    /** Mean over the steps of the last epoch. */
    lastEpochLoss: z.number(),
    /** On the selection split, before the numbers were rounded to F16. */
    selection: score,
  }),
});
export type SceneNetworkDescription = z.output<typeof sceneNetworkDescriptionSchema>;

/** A network after training: a plain value on the host. */
export interface TrainedSceneNetwork extends SceneNetworkDescription {
  /** By name; `head.weight` [K, D] and `head.bias` [K] are the last layer. */
  readonly parameters: ReadonlyMap<string, StoredTensorOf<'F32'>>;
}
