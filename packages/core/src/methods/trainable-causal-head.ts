import * as tf from '@tensorflow/tfjs';
import { scoresByClass } from '../heads/linear-logits.js';
import { LEAST_NORM, unitParts } from '../heads/unit-parts.js';
import { removeContext, type CausalForm } from './remove-context.js';
import { uniformStart, type HeadSizes, type TrainableHead } from './trainable-head.js';

// K classes, D features in G equal parts.

/**
 * The de-confounded head in training: `z_j = (tau / G) sum_g w_j^g . x^g / ((|w_j^g| + gamma) |x^g|)` (Tang et al., NeurIPS
 * 2020); the vector is [weight K D].
 */
export function trainableCausalHead({ classes, featureSize }: HeadSizes, form: CausalForm): TrainableHead {
  const { parts, tau, gamma } = form;
  return {
    classes,
    featureSize,
    shapes: [[classes, featureSize]],
    start: (seed) => uniformStart(classes * featureSize, featureSize, seed),
    logits(features, [weight]) {
      const split = tf.reshape(weight, [classes, parts, featureSize / parts]);
      const norms = tf.sqrt(tf.maximum(tf.sum(tf.square(split), -1, true), tf.scalar(LEAST_NORM ** 2)));
      const shortened = tf.reshape<tf.Rank.R2>(tf.div(split, tf.add(norms, tf.scalar(gamma))), [classes, featureSize]);
      return tf.mul(scoresByClass(unitParts(features, parts), shortened), tf.scalar(tau / parts));
    },
    arrays: (parameters) => removeContext({ classes, featureSize, weight: parameters }, { form, alpha: 0, mean: null }),
  };
}
