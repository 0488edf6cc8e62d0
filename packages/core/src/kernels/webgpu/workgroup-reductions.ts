/**
 * WGSL: sums and maxima over the invocations of a workgroup, a power of two of them from 8 on, in an order that never changes.
 * Every invocation must call them at the same time, so outside of branches and of loops whose ends the compiler cannot see to
 * be the same for all.
 */
export function workgroupReductions(invocations: number): string {
  return `
    const workgroupSize = ${invocations};
    // Few, as each invocation adds up all of them.
    const columns = 8;

    // TensorFlow.js folds a dispatch that is too long into three dimensions, with some workgroups too many.
    fn workgroupIndex() -> i32 {
      return i32((workgroupId.z * numWorkgroups.y + workgroupId.y) * numWorkgroups.x + workgroupId.x);
    }
    ${reduction('workgroupSum', { type: 'f32', start: '0.0', combine: (a, b) => `${a} + ${b}` })}
    ${reduction('workgroupSums', { type: 'vec2<f32>', start: 'vec2<f32>(0.0)', combine: (a, b) => `${a} + ${b}` })}
    ${reduction('workgroupMax', { type: 'f32', start: '-3.4e38', combine: (a, b) => `max(${a}, ${b})` })}
  `;
}

interface Reduction {
  readonly type: string;
  readonly start: string;
  readonly combine: (a: string, b: string) => string;
}

/** In two levels, as barriers cost more than the few numbers that each invocation combines. */
function reduction(name: string, { type, start, combine }: Reduction): string {
  return `
    var<workgroup> ${name}Lanes : array<${type}, workgroupSize>;
    var<workgroup> ${name}Columns : array<${type}, columns>;

    fn ${name}(value : ${type}) -> ${type} {
      ${name}Lanes[localIndex] = value;
      workgroupBarrier();
      if (localIndex < columns) {
        var total = ${start};
        for (var i = localIndex; i < workgroupSize; i += columns) { total = ${combine('total', `${name}Lanes[i]`)}; }
        ${name}Columns[localIndex] = total;
      }
      workgroupBarrier();
      var total = ${start};
      for (var i = 0; i < columns; i++) { total = ${combine('total', `${name}Columns[i]`)}; }
      return total;
    }
  `;
}
