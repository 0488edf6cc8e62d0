import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import { calibrationCode, confidenceCode, confidenceKey, featureNames } from './calibration-code.js';
import { type KernelSizes, sizeUniforms } from './kernel-sizes.js';
import { rowStatisticsCode, rowStatisticsSize } from './row-statistics.js';
import { workgroupReductions } from './workgroup-reductions.js';

/**
 * First step of loss and gradients, a workgroup for each row: (logits, theta, labels, selection, class weights, features)
 * to what the columns need to know of the row, [B, 8].
 */
export function rowStatisticsProgram(sizes: KernelSizes): WebGPUProgram {
  return {
    variableNames: ['logits', 'theta', 'labels', 'selection', 'classWeights', ...featureNames(sizes)],
    outputShape: [sizes.rows, rowStatisticsSize],
    workgroupSize: [sizes.rowInvocations, 1, 1],
    dispatchLayout: { x: [0] },
    dispatch: [sizes.rows, 1, 1],
    uniforms: sizeUniforms,
    shaderKey: `disalignRowStatistics_${confidenceKey(sizes)}`,
    getUserCode: () =>
      [workgroupReductions(sizes), calibrationCode, confidenceCode(sizes), rowStatisticsCode, main].join('\n'),
  };
}

const main = `
  fn main(index : i32) {
    let group = workgroupIndex();
    let row = selection[min(group, uniforms.rows - 1)];
    let classes = uniforms.classes;
    let start = row * classes;
    let confidence = confidenceOf(row);

    var part = -3.4e38;
    for (var k = i32(localIndex); k < classes; k += workgroupSize) {
      let logit = logits[start + k];
      if (!isAbsent(logit)) { part = max(part, calibrate(logit, confidence.x, theta[k], theta[classes + k])); }
    }
    let highest = workgroupMax(part);

    // A calibrated logit is its logit plus confidence times change. Changes are taken relative to the label's before they are
    // averaged, as only the difference counts.
    let label = max(labels[row], 0);
    let labelLogit = logits[start + label];
    let labelChange = theta[label] * labelLogit + theta[classes + label];
    var parts = vec2<f32>(0.0);
    for (var k = i32(localIndex); k < classes; k += workgroupSize) {
      let logit = logits[start + k];
      if (k != label && !isAbsent(logit)) {
        let exponential = exp(calibrate(logit, confidence.x, theta[k], theta[classes + k]) - highest);
        let change = theta[k] * logit + theta[classes + k];
        parts += exponential * vec2<f32>(1.0, change - labelChange);
      }
    }
    // Of the classes off the label: with their sum p - 1 at the label keeps its digits where p is near 1.
    let sums = workgroupSum(parts);

    if (group < uniforms.rows && localIndex == 0u) {
      let isValid = labels[row] >= 0;
      let at = group * rowStatisticsSize;
      for (var i = 0; i < rowStatisticsSize; i++) { result[at + i] = 0.0; }
      if (isValid) {
        let rowWeight = classWeights[label];
        let labelCalibrated = calibrate(labelLogit, confidence.x, theta[label], theta[classes + label]);
        result[at + count] = 1.0;
        result[at + confidenceSum] = confidence.x;
        if (rowWeight != 0.0) {
          let total = sums.x + exp(labelCalibrated - highest);
          result[at + byScore] = rowWeight * (sums.y / total) * confidence.y;
          result[at + loss] = rowWeight * (log(total) + (highest - labelCalibrated));
          result[at + weight] = rowWeight;
          result[at + largest] = highest;
          result[at + perExponential] = rowWeight / total;
          result[at + atLabel] = -rowWeight * (sums.x / total);
        }
      }
    }
  }
`;
