import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeMask } from '../masks/encode-mask.js';
import { categoryColor } from './category-color.js';
import { textSize } from './draw-text.js';
import { drawVisuals, type VisualRegion } from './draw-visuals.js';
import { readRgbImage } from './read-rgb-image.js';
import { blankImage, fillRectangle, type RgbImage } from './rgb-image.js';
import { saveVisuals } from './save-visuals.js';

const grey = blankImage({ height: 30, width: 40 }, [100, 100, 100]);
const titleHeight = 12;

function pixelAt({ pixels, width }: RgbImage, x: number, y: number): number[] {
  return [...pixels.subarray(3 * (y * width + x), 3 * (y * width + x) + 3)];
}

/** A mask of one pixel, at x 10 and y 20. */
function onePixelMask() {
  const pixels = new Uint8Array(30 * 40);
  pixels[20 * 40 + 10] = 1;
  return encodeMask(pixels, { height: 30, width: 40 });
}

describe('drawVisuals', () => {
  it('draws boxes, masks and labels of each panel beside the image, worked by hand', () => {
    const region: VisualRegion = { corners: [5, 15, 25, 28], mask: onePixelMask(), category: 3, label: 'a' };
    const panels = [
      { title: 'before', regions: [] },
      { title: 'after', regions: [region] },
    ];
    const drawn = drawVisuals({ image: grey, panels }, { scale: 2, opacity: 0.5 });
    expect([drawn.height, drawn.width]).toEqual([2 * 30 + titleHeight, 3 * (2 * 40 + 4) - 4]);
    const at = (panel: number, x: number, y: number) => pixelAt(drawn, panel * 84 + x, titleHeight + y);
    const color = [...categoryColor(3)];
    // The mask's pixel is 2 x 2 now, and half of what is seen.
    for (const [x, y] of [
      [20, 40],
      [21, 41],
    ]) {
      expect(at(2, x, y)).toEqual(color.map((value) => Math.round((value + 100) / 2)));
      expect(at(0, x, y)).toEqual([100, 100, 100]);
      expect(at(1, x, y)).toEqual([100, 100, 100]);
    }
    expect(at(2, 22, 40)).toEqual([100, 100, 100]);
    // The box, from 10, 30 to 50, 56: two pixels wide.
    for (const [x, y] of [
      [10, 50],
      [11, 50],
      [49, 50],
      [30, 54],
      [30, 31],
    ]) {
      expect(at(2, x, y)).toEqual(color);
    }
    expect(at(2, 12, 50)).toEqual([100, 100, 100]);
    expect(at(2, 50, 50)).toEqual([100, 100, 100]);
    // Above the box there are 30 rows: the label's 12 end at it. An `a` has rows 2 to 6; the fifth pixel of its row 6 is black.
    expect(at(2, 10, 18)).toEqual(color);
    expect(at(2, 10 + 2 + 4, 18 + 2 + 6)).toEqual([0, 0, 0]);
    expect(at(2, 10 + 2, 18 + 2 + 2)).toEqual(color);
    // The gap is white.
    expect(pixelAt(drawn, 81, 30)).toEqual([255, 255, 255]);
  });

  it('enlarges small images until they can be read, and large ones not at all', () => {
    expect(drawVisuals({ image: grey, panels: [] })).toMatchObject({ width: 400, height: 300 + titleHeight });
    const large = blankImage({ height: 2, width: 500 });
    expect(drawVisuals({ image: large, panels: [] })).toMatchObject({ width: 500, height: 2 + titleHeight });
  });

  it('keeps what is drawn at the border inside its panel', () => {
    const corner = fc.double({ min: -50, max: 90, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(corner, corner, corner, corner), fc.string({ maxLength: 12 }), (corners, label) => {
        const panels = [
          { title: 'a title that is longer than its panel', regions: [{ corners, category: 1, label }] },
          { title: '', regions: [] },
        ];
        const drawn = drawVisuals({ image: grey, panels }, { scale: 1 });
        const outside = [0, 2].flatMap((panel) =>
          [0, 17, 39].flatMap((x) => [0, 29].map((y) => pixelAt(drawn, panel * 44 + x, titleHeight + y))),
        );
        expect(new Set(outside.flat())).toEqual(new Set([100]));
        for (const x of [40, 43, 84, 87]) expect(pixelAt(drawn, x, 20)).toEqual([255, 255, 255]);
      }),
    );
  });

  it('refuses images and masks of another size, and scales that are none', () => {
    const other = encodeMask(new Uint8Array(4), { height: 2, width: 2 });
    const region: VisualRegion = { corners: [0, 0, 1, 1], mask: other, category: 0, label: '' };
    const draw = (regions: VisualRegion[]) => drawVisuals({ image: grey, panels: [{ title: 'after', regions }] });
    expect(() => draw([region])).toThrow('drawVisuals: the masks of `after` must be 40 x 30, as the image, got 2 x 2');
    const image = { ...grey, pixels: new Uint8Array(6) };
    expect(() => drawVisuals({ image, panels: [] })).toThrow('`image` must have 3600 bytes, got 6');
    for (const scale of [0, 1.5, NaN]) {
      expect(() => drawVisuals({ image: grey, panels: [] }, { scale })).toThrow(
        '`scale` must be a whole number from 1',
      );
    }
  });
});

describe('categoryColor', () => {
  it('gives neighbours other colours, all of them bright enough for black letters', () => {
    const luminance = (category: number) => {
      const [red, green, blue] = categoryColor(category);
      return 0.299 * red + 0.587 * green + 0.114 * blue;
    };
    const colors = Array.from({ length: 100 }, (_, category) => categoryColor(category));
    expect(new Set(colors.map(String)).size).toBe(100);
    for (let category = 0; category < 100; category++) {
      expect(luminance(category)).toBeGreaterThan(80);
      const [a, b] = [categoryColor(category), categoryColor(category + 1)];
      expect(Math.hypot(...a.map((value, channel) => value - b[channel]))).toBeGreaterThan(60);
    }
    // Hue 0, lightness 0.6, saturation 0.85: 0.6 +- 0.34.
    expect(categoryColor(0)).toEqual([240, 66, 66]);
  });
});

describe('text', () => {
  it('is as wide as its letters, whatever they are', () => {
    expect(textSize('')).toEqual({ height: 12, width: 4 });
    expect(textSize('a')).toEqual({ height: 12, width: 9 });
    expect(textSize('ab')).toEqual({ height: 12, width: 15 });
    expect(textSize('\u{1f431}b')).toEqual(textSize('ab'));
  });
});

describe('fillRectangle', () => {
  it('takes the nearest whole pixels', () => {
    const image = blankImage({ height: 1, width: 4 }, [0, 0, 0]);
    fillRectangle(image, [0.6, -3, 2.5, 9], { color: [10, 20, 30] });
    expect([...image.pixels]).toEqual([0, 0, 0, 10, 20, 30, 10, 20, 30, 0, 0, 0]);
  });
});

describe('saveVisuals', () => {
  it('writes them as a PNG, and nothing when they cannot be drawn', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'visuals-'));
    const path = join(folder, 'a.png');
    const panels = [{ title: 'after', regions: [{ corners: [3, 4, 9, 9], category: 5, label: 'cat' }] }] as const;
    await expect(saveVisuals(path, { image: grey, panels }, { scale: 0 })).rejects.toThrow(RangeError);
    expect(await readdir(folder)).toEqual([]);
    await saveVisuals(path, { image: grey, panels }, { scale: 1 });
    expect(await readRgbImage(path)).toEqual(drawVisuals({ image: grey, panels }, { scale: 1 }));
    await rm(folder, { recursive: true });
  });
});
