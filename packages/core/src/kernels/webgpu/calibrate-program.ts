import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import { calibrationCode, confidenceKey, featureNames } from './calibration-code.js';
import { type KernelSizes, roundInvocations, sizeUniforms } from './kernel-sizes.js';
import { workgroupReductions } from './workgroup-reductions.js';

/** So many numbers for each invocation, so that reading outweighs the reduction. */
const NUMBERS_PER_INVOCATION = 32;
const LEAST_INVOCATIONS = 16;

/** The forward pass, a workgroup for each row: (logits, theta, features) to calibrated logits [N, K]. */
export function calibrateProgram(sizes: KernelSizes): WebGPUProgram {
  const { rows, classes, featureSize } = sizes;
  const invocations = roundInvocations(Math.max(classes, featureSize) / NUMBERS_PER_INVOCATION, LEAST_INVOCATIONS);
  return {
    variableNames: ['logits', 'theta', ...featureNames(sizes)],
    outputShape: [rows, classes],
    workgroupSize: [invocations, 1, 1],
    dispatchLayout: { x: [0] },
    dispatch: [rows, 1, 1],
    uniforms: sizeUniforms,
    shaderKey: `disalignCalibrate_${confidenceKey(sizes)}`,
    getUserCode: () => `
      ${workgroupReductions(invocations)}
      ${calibrationCode}

      fn main(index : i32) {
        let group = workgroupIndex();
        let row = min(group, uniforms.rows - 1);
        ${confidenceOf(sizes)}
        if (group < uniforms.rows) {
          for (var k = i32(localIndex); k < uniforms.classes; k += workgroupSize) {
            let at = row * uniforms.classes + k;
            let calibrated = (1.0 + confidence * theta[k]) * logits[at] + confidence * theta[uniforms.classes + k];
            result[at] = select(calibrated, logits[at], logits[at] <= lowest);
          }
        }
      }
    `,
  };
}

function confidenceOf({ hasConfidence, featureSize }: KernelSizes): string {
  if (!hasConfidence) return 'let confidence = 1.0;';
  if (featureSize === 0) return 'let confidence = sigmoid(theta[uniforms.parameters - 1]).x;';
  return `
    var part = 0.0;
    for (var d = i32(localIndex); d < uniforms.featureSize; d += workgroupSize) {
      part += theta[2 * uniforms.classes + d] * features[row * uniforms.featureSize + d];
    }
    let confidence = sigmoid(workgroupSum(part) + theta[uniforms.parameters - 1]).x;
  `;
}
