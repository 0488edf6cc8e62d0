import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import { ALIGN_SUMS } from '../kernel-contract.js';
import { calibrationCode, confidenceKey, featureNames } from './calibration-code.js';
import { columnsPerWorkgroup, type KernelSizes, sizeUniforms } from './kernel-sizes.js';
import { rowStatisticsCode } from './row-statistics.js';

/**
 * Second step of loss and gradients: (logits, theta, labels, selection, row statistics, features) to the sums over each block of rows,
 * [blocks, theta's size + 4]. Each invocation sums one column, a class with both its gradients, a feature or a statistic, so
 * that neighbours read neighbouring numbers and nothing is shared.
 */
export function blockSumsProgram(sizes: KernelSizes): WebGPUProgram {
  const columns = sizes.parameters - sizes.classes + ALIGN_SUMS;
  return {
    variableNames: ['logits', 'theta', 'labels', 'selection', 'statistics', ...featureNames(sizes)],
    outputShape: [sizes.blocks, sizes.parameters + ALIGN_SUMS],
    workgroupSize: [columnsPerWorkgroup, 1, 1],
    dispatchLayout: { x: [1], y: [0] },
    dispatch: [Math.ceil(columns / columnsPerWorkgroup), sizes.blocks, 1],
    uniforms: sizeUniforms,
    shaderKey: `disalignBlockSums_${confidenceKey(sizes)}`,
    getUserCode: () =>
      [calibrationCode, rowStatisticsCode, sumClass, sumFeature(sizes), sumStatistic, main(sizes)].join('\n'),
  };
}

const sumClass = `
  // Gradients by scale and bias: g c z and g c, with g = weight (p - [class = label]).
  fn sumClass(k : i32, first : i32, end : i32) -> vec2<f32> {
    let scaleChange = theta[k];
    let bias = theta[uniforms.classes + k];
    var sums = vec2<f32>(0.0);
    for (var place = first; place < end; place++) {
      let row = selection[place];
      let logit = logits[row * uniforms.classes + k];
      let at = place * rowStatisticsSize;
      let isLabel = labels[row] == k;
      if (statistics[at + weight] != 0.0 && (isLabel || !isAbsent(logit))) {
        let confidence = statistics[at + confidenceSum];
        let calibrated = calibrate(logit, confidence, scaleChange, bias);
        let share = statistics[at + perExponential] * exp(calibrated - statistics[at + largest]);
        let byBias = select(share, statistics[at + atLabel], isLabel) * confidence;
        sums += vec2<f32>(byBias * logit, byBias);
      }
    }
    return sums;
  }
`;

const sumStatistic = `
  fn sumStatistic(index : i32, first : i32, end : i32) -> f32 {
    var sum = 0.0;
    for (var place = first; place < end; place++) { sum += statistics[place * rowStatisticsSize + index]; }
    return sum;
  }
`;

function sumFeature({ featureSize }: KernelSizes): string {
  if (featureSize === 0) return 'fn sumFeature(d : i32, first : i32, end : i32) -> f32 { return 0.0; }';
  return `
    fn sumFeature(d : i32, first : i32, end : i32) -> f32 {
      var sum = 0.0;
      for (var place = first; place < end; place++) {
        // An ignored row may hold anything.
        if (statistics[place * rowStatisticsSize + count] != 0.0) {
          sum += statistics[place * rowStatisticsSize + byScore] * features[selection[place] * uniforms.featureSize + d];
        }
      }
      return sum;
    }
  `;
}

function main({ hasConfidence }: KernelSizes): string {
  return `
    fn main() {
      let column = i32(globalId.x);
      let block = i32(workgroupId.y);
      let first = block * uniforms.rowsPerBlock;
      let end = min(first + uniforms.rowsPerBlock, uniforms.rows);
      let classes = uniforms.classes;
      let statistic = column - classes - uniforms.featureSize + ${hasConfidence ? 'byScore' : 'loss'};
      let at = block * (uniforms.parameters + ${ALIGN_SUMS}) + column;
      if (column < classes) {
        let sums = sumClass(column, first, end);
        result[at] = sums.x;
        result[at + classes] = sums.y;
      } else if (column < classes + uniforms.featureSize) {
        result[at + classes] = sumFeature(column - classes, first, end);
      } else if (statistic <= confidenceSum) {
        result[at + classes] = sumStatistic(statistic, first, end);
      }
    }
  `;
}
