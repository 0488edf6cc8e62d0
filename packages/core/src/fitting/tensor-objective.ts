import * as tf from '@tensorflow/tfjs';
import { calibrateLogits, confidenceOf } from '../calibration/calibrate-logits.js';
import { alignmentLoss } from '../losses/alignment-loss.js';
import type { FeatureBatch } from '../features/feature-source.js';
import { type AlignmentSetting, hostObjective } from './host-objective.js';
import { divisorOf, type Objective } from './objective.js';
import { foldedFromVector, gradientVector, type ParameterLayout } from './parameter-vector.js';

/**
 * The alignment loss of a calibration as float32 tensor ops on the backend that runs, with gradients by TensorFlow.js.
 * Parameters stay in float64 on the host; each batch takes them up and brings 2K + D + 1 gradients back.
 */
export function tensorObjective(setting: AlignmentSetting): Objective {
  const host = hostObjective(setting);
  return {
    async evaluate(parameters, batch) {
      const { count, weight } = countRows(batch, setting.classWeights);
      const divisor = divisorOf(setting.reduction, { count, weight, rows: batch.rows });
      // A weighted mean without weights is 0/0 on the device; the sums are 0.
      if (weight === 0) return host.evaluate(parameters, batch);
      const outputs = tf.tidy(() => lossAndGradients(parameters, batch, setting));
      const [loss, confidence, ...gradients] = await Promise.all(outputs.map((tensor) => tensor.data()));
      outputs.forEach((tensor) => tensor.dispose());
      // The loss on the device is a weighted mean; its sum is that mean times the weights, in float64.
      const scaled = gradients.map((gradient) => Float64Array.from(gradient, (value) => value * weight));
      const gradient = {
        scale: scaled[0],
        bias: scaled[1],
        confidence: setting.layout.confidence && { weight: scaled[2], bias: scaled[3][0] },
      };
      return {
        loss: loss[0] * weight,
        divisor,
        gradient: gradientVector(gradient, setting.layout),
        count,
        confidence: confidence[0],
      };
    },
  };
}

/** [loss, sum of confidences, d scale, d bias, (d confidence weight, d confidence bias)] */
function lossAndGradients(parameters: Float64Array, batch: FeatureBatch, setting: AlignmentSetting): tf.Tensor[] {
  const { layout, classWeights } = setting;
  const logits = tf.tensor2d(batch.logits, [batch.rows, layout.classes]);
  const labels = tf.tensor1d(
    batch.labels.map((label) => Math.max(label, -1)),
    'int32',
  );
  const features = layout.confidence && tf.tensor2d(batch.features, [batch.rows, layout.confidence.mean.length]);
  const loss = (scale: tf.Tensor, bias: tf.Tensor, weight?: tf.Tensor, layerBias?: tf.Tensor) => {
    const confidence = weight && layerBias ? { weight: weight.as1D(), bias: layerBias.asScalar() } : null;
    const calibration = { form: layout.form, scale: scale.as1D(), bias: bias.as1D(), confidence };
    return alignmentLoss(calibrateLogits(logits, features, calibration), labels, { classWeights });
  };
  const variables = parameterTensors(parameters, layout);
  const { value, grads } = tf.valueAndGrads(loss)(variables);
  const valid = tf.cast(tf.greaterEqual(labels, tf.scalar(0, 'int32')), 'float32');
  const [, , weight, layerBias] = variables;
  const confidences = features
    ? tf.mul(confidenceOf(features, { weight: weight.as1D(), bias: layerBias.asScalar() }).as1D(), valid)
    : valid;
  return [value, tf.sum(confidences), ...grads];
}

function parameterTensors(parameters: Float64Array, layout: ParameterLayout): tf.Tensor[] {
  const folded = foldedFromVector(parameters, layout);
  const tensors: tf.Tensor[] = [folded.scale, folded.bias].map((values) => tf.tensor1d(Float32Array.from(values)));
  if (!folded.confidence) return tensors;
  return [...tensors, tf.tensor1d(Float32Array.from(folded.confidence.weight)), tf.scalar(folded.confidence.bias)];
}

function countRows(batch: FeatureBatch, classWeights: Float64Array): { count: number; weight: number } {
  let [count, weight] = [0, 0];
  for (const label of batch.labels) {
    if (label < 0) continue;
    count++;
    weight += classWeights[label];
  }
  return { count, weight };
}
