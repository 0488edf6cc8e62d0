import * as tf from '@tensorflow/tfjs';
import type { FeatureBatch } from '../features/feature-source.js';
import { runAlign } from '../kernels/run-align.js';
import { thetaOf } from '../kernels/theta-of.js';
import type { AlignmentSetting } from './host-objective.js';
import { kernelSums } from './kernel-sums.js';
import type { Objective } from './objective.js';
import { foldedFromVector, type ParameterLayout } from './parameter-vector.js';
import { scaleWeights } from './scale-weights.js';

/**
 * The alignment loss of a calibration and its gradients in float32 on the backend that runs, by the fused kernel where it has one.
 * Parameters stay in float64 on the host; each batch takes them up and brings 2K + D + 1 gradients back.
 */
export function tensorObjective(setting: AlignmentSetting): Objective {
  return {
    async evaluate(parameters, batch) {
      const weights = scaleWeights(batch.labels, setting.classWeights);
      const output = tf.tidy(() => alignBatch(parameters, batch, setting.layout, weights.scaled));
      const values = Float64Array.from(await output.data());
      output.dispose();
      return kernelSums(values, setting, { ...weights, rows: batch.rows });
    },
  };
}

function alignBatch(
  parameters: Float64Array,
  batch: FeatureBatch,
  layout: ParameterLayout,
  classWeights: Float32Array,
): tf.Tensor1D {
  const featureSize = layout.confidence ? layout.confidence.mean.length : 0;
  return runAlign({
    logits: tf.tensor2d(batch.logits, [batch.rows, layout.classes]),
    features: featureSize > 0 ? tf.tensor2d(batch.features, [batch.rows, featureSize]) : tf.zeros([batch.rows, 0]),
    theta: tf.tensor1d(thetaOf(foldedFromVector(parameters, layout))),
    labels: tf.tensor1d(batch.labels, 'int32'),
    selection: tf.range(0, batch.rows, 1, 'int32'),
    classWeights: tf.tensor1d(classWeights),
  });
}
