import type { PixelMap } from './pixel-map.js';

/** Left and right exchanged. */
export function mirrorMap({ height, width, channels, data }: PixelMap): PixelMap {
  const mirrored = new Float32Array(data.length);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const from = (row * width + column) * channels;
      mirrored.set(data.subarray(from, from + channels), (row * width + width - 1 - column) * channels);
    }
  }
  return { height, width, channels, data: mirrored };
}
