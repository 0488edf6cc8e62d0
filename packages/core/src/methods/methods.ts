import { balancedSoftmax } from './balanced-softmax.js';
import { classifierRetraining } from './classifier-retraining.js';
import { disalign } from './disalign.js';
import { empiricalBound } from './empirical-bound.js';
import { jointBaseline } from './joint-baseline.js';
import { learnableWeightScaling } from './learnable-weight-scaling.js';
import { logitAdjustmentMethod } from './logit-adjustment.js';
import type { Method } from './method.js';
import { nearestClassMeanMethod } from './nearest-class-mean.js';
import { tauNormalizationMethod } from './tau-normalization.js';
import { tdeStyleHead } from './tde-style-head.js';
import { temperatureScaling } from './temperature-scaling.js';
import { vectorScaling } from './vector-scaling.js';

/**
 * Every method that is compared, in the order of the tables: the baseline first, the bound last. All take the same data and are
 * fitted, applied, scored and saved alike.
 *
 * @example
 * import { applyMethod, featuresInMemory, methods } from '@disalign/core';
 * const train = featuresInMemory({ features: [[1], [2]], logits: [[0, 3], [3, 0]], labels: [1, 0] });
 * for (const method of methods.slice(0, 2)) {
 *   const fitted = await method.fit({ train });
 *   console.log(method.facts.title, await applyMethod(fitted, await train.read({ start: 0, end: 2 })));
 * }
 */
export const methods: readonly Method[] = [
  jointBaseline,
  nearestClassMeanMethod,
  classifierRetraining,
  tauNormalizationMethod,
  learnableWeightScaling,
  logitAdjustmentMethod,
  balancedSoftmax,
  tdeStyleHead,
  temperatureScaling,
  vectorScaling,
  disalign,
  empiricalBound,
];
