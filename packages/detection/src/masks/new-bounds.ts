let chunk = new Int32Array(2 ** 16);
let used = 0;

/**
 * Room for bounds, all zero. Small ones share a block of memory: one allocation for thousands of masks, which are needed for a
 * moment only.
 */
export function newBounds(length: number): Int32Array {
  if (length > chunk.length / 8) return new Int32Array(length);
  if (used + length > chunk.length) {
    chunk = new Int32Array(chunk.length);
    used = 0;
  }
  used += length;
  return chunk.subarray(used - length, used);
}
