import * as tf from '@tensorflow/tfjs';
import { enlargeTwice } from './enlarge-twice.js';
import { activeConvolution } from './network-layer.js';
import type { SceneNetwork } from './scene-network.js';
import { sceneTrunk, trunkChannels } from './scene-trunk.js';

const featureSize = 80;
/** Channels of a branch of the pyramid, and of the low map in the decoder: few, so that a file stays under a megabyte. */
const BRANCH = 24;
const LOW = 16;

/**
 * The head of DeepLabV3+ in small: a pyramid over the deep map (1 x 1, 3 x 3 dilated by 2 and by 4, the mean over the map), projected and
 * enlarged; beside it the low map, reduced; a 3 x 3 convolution over both.
 */
export function asppNetwork(): SceneNetwork {
  const trunk = sceneTrunk();
  const from = trunkChannels.deep;
  const branches = [
    activeConvolution('aspp.point', { from, to: BRANCH, size: 1 }),
    activeConvolution('aspp.near', { from, to: BRANCH, size: 3, dilation: 2 }),
    activeConvolution('aspp.far', { from, to: BRANCH, size: 3, dilation: 4 }),
  ];
  const pooled = activeConvolution('aspp.image', { from, to: BRANCH, size: 1 });
  const project = activeConvolution('aspp.project', { from: 4 * BRANCH, to: featureSize, size: 1 });
  const reduce = activeConvolution('decoder.low', { from: trunkChannels.low, to: LOW, size: 1 });
  const fuse = activeConvolution('decoder.fuse', { from: featureSize + LOW, to: featureSize, size: 3 });
  const layers = [trunk.low, trunk.deep, ...branches, pooled, project, reduce, fuse];
  return {
    head: 'aspp',
    featureSize,
    parameters: layers.flatMap((layer) => layer.parameters),
    extractFeatures: (parameters, images, mode) =>
      tf.tidy(() => {
        const low = trunk.low.apply(parameters, images, mode);
        const deep = trunk.deep.apply(parameters, low, mode);
        const maps = branches.map((branch) => branch.apply(parameters, deep, mode));
        const image = pooled.apply(parameters, tf.mean<tf.Tensor4D>(deep, [1, 2], true), mode);
        const pyramid = tf.concat([...maps, tf.mul<tf.Tensor4D>(tf.onesLike(maps[0]), image)], 3);
        const enlarged = enlargeTwice(project.apply(parameters, pyramid, mode));
        return fuse.apply(parameters, tf.concat([enlarged, reduce.apply(parameters, low, mode)], 3), mode);
      }),
  };
}
