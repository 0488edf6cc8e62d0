/**
 * WGSL: sums and maxima over the invocations of a workgroup, a power of two of them, in an order that never changes. Every
 * invocation must call them at the same time, so outside of branches and of loops whose ends the compiler cannot see to be
 * the same for all.
 */
export function workgroupReductions(invocations: number): string {
  const columns = 2 ** Math.floor(Math.log2(invocations) / 2);
  return `
    const workgroupSize = ${invocations};
    const columns = ${columns};
    var<workgroup> lanes : array<vec2<f32>, workgroupSize>;
    var<workgroup> columnTotals : array<vec2<f32>, columns>;

    // TensorFlow.js folds a dispatch that is too long into three dimensions, with some workgroups too many.
    fn workgroupIndex() -> i32 {
      return i32((workgroupId.z * numWorkgroups.y + workgroupId.y) * numWorkgroups.x + workgroupId.x);
    }
    ${reduction('workgroupSum', 'vec2<f32>(0.0)', (a, b) => `${a} + ${b}`)}
    ${reduction('workgroupMax', 'vec2<f32>(-3.4e38)', (a, b) => `max(${a}, ${b})`)}
  `;
}

/** In two levels, as barriers cost more than the few numbers that each invocation combines. */
function reduction(name: string, start: string, combine: (a: string, b: string) => string): string {
  return `
    fn ${name}(value : vec2<f32>) -> vec2<f32> {
      lanes[localIndex] = value;
      workgroupBarrier();
      if (localIndex < columns) {
        var total = ${start};
        for (var i = localIndex; i < workgroupSize; i += columns) { total = ${combine('total', 'lanes[i]')}; }
        columnTotals[localIndex] = total;
      }
      workgroupBarrier();
      var total = ${start};
      for (var i = 0; i < columns; i++) { total = ${combine('total', 'columnTotals[i]')}; }
      return total;
    }
  `;
}
