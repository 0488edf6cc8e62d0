import * as tf from '@tensorflow/tfjs';
import type { Backbone, BackboneSettings } from './backbone.js';
import type { Layer } from './layers/layer.js';

/** A backbone out of its layers: features are their output's mean over the pixels. */
export function buildBackbone(settings: BackboneSettings, featureSize: number, layers: Layer): Backbone {
  return {
    settings,
    featureSize,
    parameters: layers.parameters,
    extractFeatures: (parameters, images, mode) => {
      if (images.shape[3] !== settings.channels) {
        throw new RangeError(
          `extractFeatures: \`images\` must be [N, H, W, ${settings.channels}], got [${images.shape}]`,
        );
      }
      return tf.tidy(() => tf.mean(layers.apply(parameters, images, mode), [1, 2]));
    },
  };
}
