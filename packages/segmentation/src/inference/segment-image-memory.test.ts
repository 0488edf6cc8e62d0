import { describe, expect, it } from 'vitest';
import type { PixelMap } from './pixel-map.js';
import { segmentImage } from './segment-image.js';

const side = 2100;
const classes = 150;
const megabyte = 2 ** 20;

/**
 * Logits at stride 8 whose largest class moves from left to right: `-(k - p)^2` with p rising by a fixed step from column to column.
 * Interpolated, these are `-(k - p)^2` for the p in between, and a number that is the same for all k.
 */
function rampNetwork({ height, width }: PixelMap): PixelMap {
  const cells = { height: height / 8, width: width / 8, channels: classes };
  const data = new Float32Array(cells.height * cells.width * classes);
  for (let cell = 0; cell < data.length / classes; cell++) {
    const position = (classes * ((cell % cells.width) + 0.5)) / cells.width - 0.5;
    for (let k = 0; k < classes; k++) data[cell * classes + k] = -((k - position) ** 2);
  }
  return { ...cells, data };
}

describe('segmentImage', () => {
  it('labels 2100 x 2100 pixels of 150 classes in less than 500 MB', async () => {
    const image = { height: side, width: side, pixels: new Uint8Array(3 * side * side) };
    const before = process.memoryUsage().rss;
    const { labels } = await segmentImage(image, rampNetwork);
    // The largest that the process has ever been, in KiB.
    const grown = process.resourceUsage().maxRSS * 1024 - before;
    expect(grown / megabyte).toBeLessThan(500);

    const expected = Uint8Array.from({ length: side }, (_, column) =>
      Math.round((classes * (column + 0.5)) / side - 0.5),
    );
    // Beside the outermost samples there is nothing to interpolate to.
    const inner = (row: Uint8Array) => row.subarray(40, side - 40);
    for (const row of [0, 1, 1050, 2099]) {
      expect(inner(labels.subarray(row * side, (row + 1) * side))).toEqual(inner(expected));
    }
  });
});
