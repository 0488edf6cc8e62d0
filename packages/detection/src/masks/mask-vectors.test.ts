import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { boxMask } from './box-mask.js';
import { compressRuns } from './compress-runs.js';
import { maskArea } from './mask-area.js';
import { maskBox } from './mask-box.js';
import { polygonMask } from './polygon-mask.js';
import { segmentationMask } from './segmentation-mask.js';

const numbers = z.array(z.number());
const vectors = z
  .array(
    z.object({
      name: z.string(),
      h: z.number(),
      w: z.number(),
      polygons: z.array(numbers),
      parts: z.array(z.string()),
      counts: z.string(),
      uncompressed: numbers,
      area: z.number(),
      bbox: numbers,
    }),
  )
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/mask-vectors.json'), 'utf8')));

/** The polygon, drawn: runs, string and box. */
function draw(polygon: readonly number[], height: number, width: number) {
  const mask = polygonMask(polygon, { height, width });
  return { runs: [...mask.runs], counts: compressRuns(mask.runs), box: maskBox(mask) };
}

describe('polygons drawn as the reference draws them', () => {
  it.each(vectors)('$name', ({ h: height, w: width, polygons, parts, counts, uncompressed, area, bbox }) => {
    const mask = segmentationMask(polygons, { height, width });
    expect(compressRuns(mask.runs)).toBe(counts);
    expect([...mask.runs]).toEqual(uncompressed);
    expect(maskArea(mask)).toBe(area);
    expect([...maskBox(mask)]).toEqual(bbox);
    expect(polygons.map((polygon) => draw(polygon, height, width).counts)).toEqual(parts);
  });

  it('a polygon that leaves the image at the top left, and one at the bottom right', () => {
    expect(draw([-2.7, -1.3, 4.4, -0.6, 5.2, 3.9, -1.1, 6.8], 8, 10).counts).toBe('06200O100OY1');
    expect(draw([6.2, 4.1, 14.8, 3.3, 13.1, 12.7, 5.5, 9.9], 8, 10).counts).toBe('d14400000');
  });

  it('a bow tie is filled by the even-odd rule', () => {
    expect(draw([1, 1, 9, 9, 9, 1, 1, 9], 10, 10)).toEqual({
      runs: [11, 7, 4, 5, 6, 3, 8, 1, 9, 1, 8, 3, 6, 5, 4, 7, 12],
      counts: ';74N2N2N10O2N2N28',
      box: [1, 1, 8, 7],
    });
  });

  it('a square between the pixels is the square of the pixels it covers by half', () => {
    expect(draw([2.3, 1.49, 6.49, 1.49, 6.49, 5.3, 2.3, 5.3], 8, 10)).toEqual(draw([2, 1, 6, 1, 6, 5, 2, 5], 8, 10));
  });

  it('a point, a line and a polygon smaller than a pixel cover nothing', () => {
    for (const polygon of [[3, 3, 3, 3, 3, 3], [1, 4, 8, 4, 8, 4], [3.1, 3.1, 3.4, 3.1, 3.4, 3.4, 3.1, 3.4], []]) {
      expect(draw(polygon, 8, 10)).toEqual({ runs: [80], counts: '`2', box: [0, 0, 0, 0] });
    }
  });

  it('a box is the polygon of its corners', () => {
    const size = { height: 8, width: 10 };
    expect(compressRuns(boxMask([-2, -2, 5, 5], size).runs)).toBe('035000h1');
    const side = fc.integer({ min: -60, max: 150 }).map((tenths) => tenths / 10);
    fc.assert(
      fc.property(side, side, side, side, (x, y, width, height) => {
        const corners = [x, y, x, y + height, x + width, y + height, x + width, y];
        expect(boxMask([x, y, width, height], size)).toEqual(polygonMask(corners, size));
      }),
      { numRuns: 2000 },
    );
  });

  it('a polygon as large as numbers allow takes no longer than the image has columns', () => {
    const huge = draw([-4e8, -4e8, 4e8, -4e8, 4e8, 4e8, -4e8, 4e8], 8, 10);
    expect(huge.runs).toEqual([0, 80]);
  });

  it('a polygon with more crossings than any buffer holds at first', () => {
    const comb = Array.from({ length: 1000 }, (_, i) => [i % 2 === 0 ? -1 : 40, (i % 60) + 0.3]).flat();
    const mask = polygonMask(comb, { height: 64, width: 32 });
    expect(mask.runs.reduce((sum, run) => sum + run, 0)).toBe(64 * 32);
  });

  it('coordinates that are no numbers, or too large, are refused by value', () => {
    expect(() => polygonMask([0, 0, NaN, 1, 1, 1], { height: 2, width: 2 })).toThrow(/`polygon` must hold .* got NaN/);
    expect(() => polygonMask([0, 0, 1e12, 1, 1, 1], { height: 2, width: 2 })).toThrow(/got 1000000000000/);
  });
});
