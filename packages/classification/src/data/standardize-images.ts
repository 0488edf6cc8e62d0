// What little varies in a nearly flat image is noise: this keeps it from being blown up.
const leastDeviation = 0.05;

/**
 * Standardises each image by itself, over all its pixels and channels together.
 *
 * `out = (x - mean) / (deviation + 0.05)` with x = pixel / 255; the deviation divides by n - 1, as PyTorch's `std`.
 *
 * @param pixels bytes [N, height, width, channels]
 * @param imageSize height * width * channels
 * @returns [N, height, width, channels]
 * @throws RangeError when `imageSize` is not an integer of at least 2, or does not divide the number of pixels
 *
 * @example
 * ```ts
 * import { standardizeImages } from '@disalign/classification';
 * const inputs = standardizeImages(Uint8Array.of(0, 255), 2); // [-0.66, 0.66]
 * ```
 */
export function standardizeImages(pixels: Uint8Array, imageSize: number): Float32Array {
  if (!Number.isInteger(imageSize) || imageSize < 2) {
    throw new RangeError(`standardizeImages: \`imageSize\` must be an integer of at least 2, got ${imageSize}`);
  }
  if (pixels.length % imageSize !== 0) {
    throw new RangeError(
      `standardizeImages: \`pixels\` must hold a multiple of ${imageSize} values, got ${pixels.length}`,
    );
  }
  const standardized = new Float32Array(pixels.length);
  for (let start = 0; start < pixels.length; start += imageSize) {
    const { mean, deviation } = momentsOf(pixels, start, imageSize);
    const scale = 1 / (deviation + leastDeviation);
    for (let index = start; index < start + imageSize; index++) {
      standardized[index] = (pixels[index] / 255 - mean) * scale;
    }
  }
  return standardized;
}

/** From sums of bytes and of their squares: both are exact integers, so that nothing cancels. */
function momentsOf(pixels: Uint8Array, start: number, size: number): { mean: number; deviation: number } {
  let sum = 0;
  let squares = 0;
  for (let index = start; index < start + size; index++) {
    sum += pixels[index];
    squares += pixels[index] * pixels[index];
  }
  const variance = (size * squares - sum * sum) / (size * (size - 1));
  return { mean: sum / size / 255, deviation: Math.sqrt(variance) / 255 };
}
