import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noisePicture, photographGoldens, sha256 } from './fixtures/photograph-goldens.js';
import { resizeBytes } from './resize-bytes.js';

const grey = (height: number, width: number, ...bytes: number[]) => ({
  height,
  width,
  channels: 1,
  data: Uint8Array.from(bytes),
});

describe('resizeBytes', () => {
  it('halves a row under a triangle two pixels wide to each side', () => {
    // centre 1, the inputs 0.5, 0.5 and 1.5 away weigh 3/4, 3/4, 1/4: (0 * 3 + 70 * 3 + 140) / 7 = 50; mirrored (210 * 3 + 140 * 3 + 70) / 7 = 160
    expect([...resizeBytes(grey(1, 4, 0, 70, 140, 210), { height: 1, width: 2 }).data]).toEqual([50, 160]);
  });

  it('enlarges by interpolation between centres', () => {
    // places -0.25, 0.25, 0.75, 1.25 of centres at 0 and 1
    expect([...resizeBytes(grey(2, 1, 0, 100), { height: 4, width: 1 }).data]).toEqual([0, 25, 75, 100]);
  });

  it.each(photographGoldens.resizes)(
    'equals Pillow byte for byte from $from.height x $from.width to $size.height x $size.width',
    ({ stream, from, size, values, sha256: digest, ...picture }) => {
      const resized = resizeBytes(noisePicture(stream, picture), { from, ...size });
      if (values) expect([...resized.data]).toEqual(values);
      expect(sha256(resized.data)).toBe(digest);
    },
  );

  it('overshoots beside an edge under the cubic, and cuts that to a byte', () => {
    // outputs at 0.25, 0.75, 1.25, 1.75, ... of pixels whose centres are 0.5, 1.5 (black), 2.5, 3.5 (white)
    const edge = [...resizeBytes(grey(1, 4, 0, 0, 255, 255), { height: 1, width: 8, interpolation: 'bicubic' }).data];
    expect(edge).toEqual([...edge.map((value) => 255 - value)].reverse());
    // h(1.25) = -0.0703125 weighs the first white pixel: below black
    expect(edge.slice(0, 3)).toEqual([0, 0, 0]);
    // h(0.75) + h(1.75) = 0.2265625 - 0.0234375 weigh white: 255 * 0.203125 = 51.8
    expect(edge[3]).toBe(52);
  });

  it.each(photographGoldens.interpolations)(
    'equals Pillow to the byte, or OpenCV to a level: $interpolation from $height x $width to $size.height x $size.width',
    ({ stream, interpolation, size, values, sha256: digest, ...picture }) => {
      const { data } = resizeBytes(noisePicture(stream, picture), { ...size, interpolation });
      if (digest) expect(sha256(data)).toBe(digest);
      if (values) expect(Math.max(...values.map((value, at) => Math.abs(value - data[at])))).toBeLessThanOrEqual(1);
      expect(data).toHaveLength(size.height * size.width * 3);
    },
  );

  it('computes a part as it is within the whole', () => {
    const picture = noisePicture(3, { height: 12, width: 9 });
    const side = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(side, side, fc.double({ min: 0, max: 0.99, noNaN: true }), (height, width, share) => {
        const [top, left] = [Math.floor(share * height), Math.floor(share * width)];
        const part = { top, left, height: height - top, width: width - left };
        const whole = resizeBytes(picture, { height, width }).data;
        const rows = Array.from({ length: part.height }, (_, row) => {
          const start = ((top + row) * width + left) * 3;
          return [...whole.subarray(start, start + part.width * 3)];
        });
        expect([...resizeBytes(picture, { height, width, part }).data]).toEqual(rows.flat());
      }),
    );
  });

  it('keeps a flat picture flat, and a picture of its own size as it is', () => {
    const flat = { ...noisePicture(1, { height: 7, width: 5 }), data: new Uint8Array(105).fill(201) };
    expect(new Set(resizeBytes(flat, { height: 3, width: 11 }).data)).toEqual(new Set([201]));
    const picture = noisePicture(1, { height: 7, width: 5 });
    expect(resizeBytes(picture, { height: 7, width: 5 }).data).toEqual(picture.data);
  });
});
