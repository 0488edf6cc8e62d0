import { batchNormalizationLayer, convolutionLayer } from '@disalign/classification';
import * as tf from '@tensorflow/tfjs';
import { enlargeTwice } from './enlarge-twice.js';
import type { SceneNetwork } from './scene-network.js';
import { sceneTrunk, trunkChannels } from './scene-trunk.js';

const featureSize = 80;

/** Both maps of the trunk by 1 x 1 convolutions to 80 channels, the deep one enlarged, added, normalised; ReLU. */
export function fcnNetwork(): SceneNetwork {
  const trunk = sceneTrunk();
  const lateral = (name: string, from: number) =>
    convolutionLayer(name, { from, to: featureSize, size: 1, initialization: 'pytorch' });
  const fromLow = lateral('lateral.low', trunkChannels.low);
  const fromDeep = lateral('lateral.deep', trunkChannels.deep);
  const normalization = batchNormalizationLayer('fuse.bn', featureSize);
  return {
    head: 'fcn',
    featureSize,
    parameters: [trunk.low, trunk.deep, fromLow, fromDeep, normalization].flatMap((layer) => layer.parameters),
    extractFeatures: (parameters, images, mode) =>
      tf.tidy(() => {
        const low = trunk.low.apply(parameters, images, mode);
        const deep = fromDeep.apply(parameters, trunk.deep.apply(parameters, low, mode), mode);
        const sum = tf.add<tf.Tensor4D>(fromLow.apply(parameters, low, mode), enlargeTwice(deep));
        return tf.relu(normalization.apply(parameters, sum, mode));
      }),
  };
}
