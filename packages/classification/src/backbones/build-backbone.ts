import * as tf from '@tensorflow/tfjs';
import type { Backbone, BackboneSettings } from './backbone.js';
import type { Layer, ParameterDescription, StoredParameters } from './layers/layer.js';

/** A backbone out of its layers: features are their output's mean over the pixels. */
export function buildBackbone(settings: BackboneSettings, featureSize: number, layers: Layer): Backbone {
  const checkImages = (images: tf.Tensor4D) => {
    if (images.shape[3] === settings.channels) return;
    throw new RangeError(`extractFeatures: \`images\` must be [N, H, W, ${settings.channels}], got [${images.shape}]`);
  };
  const extractMaps: Backbone['extractMaps'] = (parameters, images, mode) => {
    checkImages(images);
    return tf.tidy(() => layers.apply(parameters, images, mode));
  };
  const averagePixels = (maps: tf.Tensor4D) => tf.mean<tf.Tensor2D>(maps, [1, 2]);
  return {
    settings,
    featureSize,
    parameters: layers.parameters,
    extractMaps,
    extractFeatures: (parameters, images, mode) => tf.tidy(() => averagePixels(extractMaps(parameters, images, mode))),
    freeze: (parameters) => {
      checkParameters(layers.parameters, parameters);
      const frozen = layers.freeze(parameters);
      return {
        extractFeatures: (images) => {
          checkImages(images);
          return tf.tidy(() => averagePixels(frozen.run(images)));
        },
        dispose: () => tf.dispose([...frozen.tensors]),
      };
    },
  };
}

function checkParameters(descriptions: readonly ParameterDescription[], parameters: StoredParameters): void {
  for (const { name, shape } of descriptions) {
    const got = parameters.get(name)?.shape;
    if (got?.join() === shape.join()) continue;
    throw new RangeError(`freeze: \`parameters\` must hold "${name}" [${shape}], got ${got ? `[${got}]` : 'none'}`);
  }
}
