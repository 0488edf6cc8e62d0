import * as tf from '@tensorflow/tfjs';
import type { Backbone, BackboneSettings } from './backbone.js';
import type { Layer, ParameterDescription, StoredParameters } from './layers/layer.js';

/** A backbone out of its layers: features are their output's mean over the pixels. */
export function buildBackbone(settings: BackboneSettings, featureSize: number, layers: Layer): Backbone {
  const averagePixels = (images: tf.Tensor4D, run: (images: tf.Tensor4D) => tf.Tensor4D): tf.Tensor2D => {
    if (images.shape[3] !== settings.channels) {
      throw new RangeError(
        `extractFeatures: \`images\` must be [N, H, W, ${settings.channels}], got [${images.shape}]`,
      );
    }
    return tf.tidy(() => tf.mean<tf.Tensor2D>(run(images), [1, 2]));
  };
  return {
    settings,
    featureSize,
    parameters: layers.parameters,
    extractFeatures: (parameters, images, mode) =>
      averagePixels(images, (values) => layers.apply(parameters, values, mode)),
    freeze: (parameters) => {
      checkParameters(layers.parameters, parameters);
      const frozen = layers.freeze(parameters);
      return {
        extractFeatures: (images) => averagePixels(images, (values) => frozen.run(values)),
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
