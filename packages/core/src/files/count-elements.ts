/**
 * Product of the dimensions of a shape; undefined where it, or a product on the way, is beyond 2^53 - 1.
 * A shape like [2^40, 2^40, 0] is refused like in the safetensors library: what holds nothing needs no such size.
 */
export function countElements(shape: readonly number[]): number | undefined {
  let count = 1;
  for (const dimension of shape) {
    count *= dimension;
    if (!Number.isSafeInteger(count) || count < 0) return undefined;
  }
  return count;
}
