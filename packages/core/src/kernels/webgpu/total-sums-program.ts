import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import { ALIGN_SUMS } from '../kernel-contract.js';
import { columnsPerWorkgroup, type KernelSizes, sizeUniforms } from './kernel-sizes.js';

/** Last step of loss and gradients: sums over blocks to sums over all rows, [theta's size + 4]. */
export function totalSumsProgram({ parameters }: KernelSizes): WebGPUProgram {
  const columns = parameters + ALIGN_SUMS;
  return {
    variableNames: ['sums'],
    outputShape: [columns],
    workgroupSize: [columnsPerWorkgroup, 1, 1],
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil(columns / columnsPerWorkgroup), 1, 1],
    uniforms: sizeUniforms,
    shaderKey: 'disalignTotalSums',
    getUserCode: () => `
      fn main(column : i32) {
        let columns = uniforms.parameters + ${ALIGN_SUMS};
        if (column < columns) {
          var total = 0.0;
          for (var block = 0; block < uniforms.blocks; block++) { total += sums[block * columns + column]; }
          result[column] = total;
        }
      }
    `,
  };
}
