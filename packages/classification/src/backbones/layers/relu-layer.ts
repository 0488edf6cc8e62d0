import * as tf from '@tensorflow/tfjs';
import type { Layer } from './layer.js';

/** `max(0, x)`. */
export const reluLayer: Layer = { parameters: [], apply: (_, input) => tf.relu(input) };
