import type { KernelSizes } from './kernel-sizes.js';

/**
 * WGSL: sums and maxima over the invocations of a workgroup, in an order that never changes. Every invocation must call them
 * at the same time, so outside of branches and of loops whose ends the compiler cannot see to be the same for all.
 */
export const workgroupReductions = ({ rowInvocations }: KernelSizes): string => `
  const workgroupSize = ${rowInvocations};
  var<workgroup> lanes : array<vec2<f32>, workgroupSize>;

  // TensorFlow.js folds a dispatch that is too long into three dimensions, with some workgroups too many.
  fn workgroupIndex() -> i32 {
    return i32((workgroupId.z * numWorkgroups.y + workgroupId.y) * numWorkgroups.x + workgroupId.x);
  }

  fn workgroupSum(value : vec2<f32>) -> vec2<f32> {
    lanes[localIndex] = value;
    workgroupBarrier();
    for (var stride = ${rowInvocations / 2}u; stride > 0u; stride /= 2u) {
      if (localIndex < stride) { lanes[localIndex] += lanes[localIndex + stride]; }
      workgroupBarrier();
    }
    let sum = lanes[0];
    workgroupBarrier();
    return sum;
  }

  fn workgroupMax(value : f32) -> f32 {
    lanes[localIndex].x = value;
    workgroupBarrier();
    for (var stride = ${rowInvocations / 2}u; stride > 0u; stride /= 2u) {
      if (localIndex < stride) { lanes[localIndex].x = max(lanes[localIndex].x, lanes[localIndex + stride].x); }
      workgroupBarrier();
    }
    let largest = lanes[0].x;
    workgroupBarrier();
    return largest;
  }
`;
