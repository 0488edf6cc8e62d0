import * as tf from '@tensorflow/tfjs';
import type { FeatureBatch } from '../features/feature-source.js';
import { ALIGN_SUMS } from '../kernels/kernel-contract.js';
import { runAlign } from '../kernels/run-align.js';
import { thetaOf } from '../kernels/theta-of.js';
import type { AlignmentSums } from '../losses/alignment-on-host.js';
import { type AlignmentSetting, hostObjective } from './host-objective.js';
import { divisorOf, type Objective } from './objective.js';
import { foldedFromVector, gradientVector, type ParameterLayout } from './parameter-vector.js';

/**
 * The alignment loss of a calibration and its gradients in float32 on the backend that runs, by the fused kernel where it has one.
 * Parameters stay in float64 on the host; each batch takes them up and brings 2K + D + 1 gradients back.
 */
export function tensorObjective(setting: AlignmentSetting): Objective {
  const host = hostObjective(setting);
  return {
    async evaluate(parameters, batch) {
      const { count, weight, largest } = countRows(batch, setting.classWeights);
      // Nothing to compute: the sums are 0.
      if (weight === 0) return host.evaluate(parameters, batch);
      const output = tf.tidy(() => alignBatch(parameters, batch, setting, largest));
      const values = Float64Array.from(await output.data());
      output.dispose();
      const [loss, , , confidence] = values.subarray(-ALIGN_SUMS);
      // On the device the largest weight is 1, so that float32 holds the others however steep they are.
      const gradient = values.subarray(0, -ALIGN_SUMS).map((value) => value * largest);
      return {
        loss: loss * largest,
        divisor: divisorOf(setting.reduction, { count, weight, rows: batch.rows }),
        gradient: gradientVector(gradientParts(gradient, setting.layout), setting.layout),
        count,
        confidence,
      };
    },
  };
}

function alignBatch(
  parameters: Float64Array,
  batch: FeatureBatch,
  { layout, classWeights }: AlignmentSetting,
  largest: number,
): tf.Tensor1D {
  const featureSize = layout.confidence ? layout.confidence.mean.length : 0;
  return runAlign({
    logits: tf.tensor2d(batch.logits, [batch.rows, layout.classes]),
    features: featureSize > 0 ? tf.tensor2d(batch.features, [batch.rows, featureSize]) : tf.zeros([batch.rows, 0]),
    theta: tf.tensor1d(thetaOf(foldedFromVector(parameters, layout))),
    labels: tf.tensor1d(batch.labels, 'int32'),
    selection: tf.range(0, batch.rows, 1, 'int32'),
    // A class that is not in the batch may have a larger weight, which does not matter.
    classWeights: tf.tensor1d(Float32Array.from(classWeights, (weight) => Math.min(weight / largest, 1))),
  });
}

/** A gradient by theta, taken apart. */
function gradientParts(gradient: Float64Array, { classes, confidence }: ParameterLayout): AlignmentSums['gradient'] {
  return {
    scale: gradient.subarray(0, classes),
    bias: gradient.subarray(classes, 2 * classes),
    confidence: confidence && { weight: gradient.subarray(2 * classes, -1), bias: gradient[gradient.length - 1] },
  };
}

function countRows(
  batch: FeatureBatch,
  classWeights: Float64Array,
): { count: number; weight: number; largest: number } {
  let [count, weight, largest] = [0, 0, 0];
  for (const label of batch.labels) {
    if (label < 0) continue;
    count++;
    weight += classWeights[label];
    largest = Math.max(largest, classWeights[label]);
  }
  return { count, weight, largest };
}
