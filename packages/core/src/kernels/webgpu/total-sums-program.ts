import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import { ALIGN_SUMS } from '../kernel-contract.js';
import { blockUniforms } from './block-sizes.js';
import type { KernelSizes } from './kernel-sizes.js';

const COLUMNS_PER_WORKGROUP = 32;
/** Every so many blocks are added up by themselves, so that no sum is long and the card has enough to do. */
const PARTS = 8;

/** Last step of loss and gradients: sums over blocks to sums over all rows, [theta's size + 4]. */
export function totalSumsProgram({ parameters }: KernelSizes): WebGPUProgram {
  const columns = parameters + ALIGN_SUMS;
  return {
    variableNames: ['sums'],
    outputShape: [columns],
    workgroupSize: [COLUMNS_PER_WORKGROUP, PARTS, 1],
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil(columns / COLUMNS_PER_WORKGROUP), 1, 1],
    uniforms: blockUniforms,
    shaderKey: 'disalignTotalSums',
    getUserCode: () => `
      var<workgroup> parts : array<f32, ${COLUMNS_PER_WORKGROUP * PARTS}>;

      fn main(index : i32) {
        let columns = uniforms.parameters + ${ALIGN_SUMS};
        let column = i32(globalId.x);
        var part = 0.0;
        if (column < columns) {
          for (var block = i32(localId.y); block < uniforms.blocks; block += ${PARTS}) { part += sums[block * columns + column]; }
        }
        parts[localIndex] = part;
        workgroupBarrier();
        if (column < columns && localId.y == 0u) {
          var total = 0.0;
          for (var i = 0u; i < ${PARTS}u; i++) { total += parts[localId.x + i * ${COLUMNS_PER_WORKGROUP}u]; }
          result[column] = total;
        }
      }
    `,
  };
}
