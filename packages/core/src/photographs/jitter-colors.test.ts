import { describe, expect, it } from 'vitest';
import { noisePicture, photographGoldens } from './fixtures/photograph-goldens.js';
import { jitterColors } from './jitter-colors.js';

const pixel = (...data: number[]) => ({ height: 1, width: data.length / 3, channels: 3, data: Uint8Array.from(data) });

describe('jitterColors', () => {
  it('moves towards black, the mean grey and the own grey', () => {
    expect([...jitterColors(pixel(100, 50, 201), [{ kind: 'brightness', factor: 0.5 }]).data]).toEqual([50, 25, 100]);
    // luminances 0 and 200, mean 100
    const two = pixel(0, 0, 0, 200, 200, 200);
    expect([...jitterColors(two, [{ kind: 'contrast', factor: 1.5 }]).data]).toEqual([0, 0, 0, 250, 250, 250]);
    // luminance of pure red is 0.299 * 200 = 59.8
    expect([...jitterColors(pixel(200, 0, 0), [{ kind: 'saturation', factor: 0 }]).data]).toEqual([60, 60, 60]);
  });

  it.each(photographGoldens.jitters)(
    'equals torchvision byte for byte: $changes',
    ({ stream, changes, values, ...size }) => {
      const picture = noisePicture(stream, size);
      const before = picture.data.slice();
      expect([...jitterColors(picture, changes).data]).toEqual(values);
      expect(picture.data).toEqual(before);
    },
  );

  it('leaves grey pictures their saturation', () => {
    const grey = { height: 1, width: 2, channels: 1, data: Uint8Array.of(7, 200) };
    expect([...jitterColors(grey, [{ kind: 'saturation', factor: 0.3 }]).data]).toEqual([7, 200]);
  });
});
