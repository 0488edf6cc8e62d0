import { linearLogits } from '@disalign/core';
import type { FeatureNetwork, PixelMap } from '@disalign/segmentation';
import * as tf from '@tensorflow/tfjs';
import { createSceneNetwork } from './create-scene-network.js';
import type { TrainedSceneNetwork } from './trained-scene-network.js';

/** A network whose parameters lie on the active backend. */
export interface RunningSceneNetwork {
  /** Takes grey images as colours, of which it reads the first: see `sceneColors`. */
  readonly run: FeatureNetwork;
  /** Frees the parameters. */
  readonly dispose: () => void;
}

/** Puts a network on the active backend, to run image after image in evaluation mode. */
export function startSceneNetwork({ head, parameters }: TrainedSceneNetwork): RunningSceneNetwork {
  const network = createSceneNetwork(head);
  const uploaded = new Map(
    [...parameters].map(([name, { data, shape }]) => [
      name,
      tf.tidy(() => tf.variable(tf.tensor(data, [...shape]), false)),
    ]),
  );
  const weight = uploaded.get('head.weight') as tf.Variable<tf.Rank.R2>;
  const bias = uploaded.get('head.bias') as tf.Variable<tf.Rank.R1>;
  return {
    run: async ({ height, width, channels, data }) => {
      const grey = Float32Array.from({ length: height * width }, (_, pixel) => data[pixel * channels]);
      const maps = tf.tidy(() => {
        const features = network.extractFeatures(uploaded, tf.tensor4d(grey, [1, height, width, 1]), 'evaluation');
        return [features, linearLogits(features, { weight, bias })];
      });
      const [features, logits] = await Promise.all(maps.map(readMap)).finally(() => tf.dispose(maps));
      return { features, logits };
    },
    dispose: () => tf.dispose([...uploaded.values()]),
  };
}

async function readMap(map: tf.Tensor): Promise<PixelMap> {
  const [, height, width, channels] = map.shape;
  return { height, width, channels, data: Float32Array.from(await map.data<'float32'>()) };
}
