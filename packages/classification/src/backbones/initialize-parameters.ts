import * as tf from '@tensorflow/tfjs';
import { createRandom } from '@disalign/core';
import type { NamedParameters, ParameterDescription } from './layers/layer.js';

/**
 * Draws a network's parameters as new variables; the caller disposes of them. One seed gives one network: each
 * parameter has a stream of its own, by its place in the list.
 */
export function initializeParameters(descriptions: readonly ParameterDescription[], seed: number): NamedParameters {
  return new Map(
    descriptions.map(({ name, shape, trainable, initialize }, place) => {
      const random = createRandom(seed, place);
      const values = Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, () => initialize(random));
      return [name, tf.tidy(() => tf.variable(tf.tensor(values, [...shape]), trainable))];
    }),
  );
}
