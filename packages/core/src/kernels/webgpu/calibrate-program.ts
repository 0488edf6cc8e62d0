import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import { calibrationCode, confidenceCode, confidenceKey, featureNames } from './calibration-code.js';
import { type KernelSizes, sizeUniforms } from './kernel-sizes.js';
import { workgroupReductions } from './workgroup-reductions.js';

/** The forward pass, a workgroup for each row: (logits, theta, features) to calibrated logits [N, K]. */
export function calibrateProgram(sizes: KernelSizes): WebGPUProgram {
  return {
    variableNames: ['logits', 'theta', ...featureNames(sizes)],
    outputShape: [sizes.rows, sizes.classes],
    workgroupSize: [sizes.rowInvocations, 1, 1],
    dispatchLayout: { x: [0] },
    dispatch: [sizes.rows, 1, 1],
    uniforms: sizeUniforms,
    shaderKey: `disalignCalibrate_${confidenceKey(sizes)}`,
    getUserCode: () => `
      ${workgroupReductions(sizes)}
      ${calibrationCode}
      ${confidenceCode(sizes)}

      fn main(index : i32) {
        let group = workgroupIndex();
        let row = min(group, uniforms.rows - 1);
        let confidence = confidenceOf(row).x;
        if (group < uniforms.rows) {
          for (var k = i32(localIndex); k < uniforms.classes; k += workgroupSize) {
            let at = row * uniforms.classes + k;
            let calibrated = calibrate(logits[at], confidence, theta[k], theta[uniforms.classes + k]);
            result[at] = select(calibrated, logits[at], isAbsent(logits[at]));
          }
        }
      }
    `,
  };
}
