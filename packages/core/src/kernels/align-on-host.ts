import { alignmentOnHost, type FoldedCalibration, type LabelledHostRows } from '../losses/alignment-on-host.js';

/** {@link alignmentOnHost} as the kernels give it: gradient by theta, then the sums of loss, weight, count and confidence. */
export function alignOnHost(
  batch: LabelledHostRows,
  calibration: FoldedCalibration,
  classWeights: Float64Array,
): Float64Array {
  const { gradient, loss, weight, count, confidence } = alignmentOnHost(batch, calibration, classWeights);
  const layer = gradient.confidence ? [...gradient.confidence.weight, gradient.confidence.bias] : [];
  return Float64Array.of(...gradient.scale, ...gradient.bias, ...layer, loss, weight, count, confidence);
}
