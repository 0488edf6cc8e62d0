import { describe, expect, it } from 'vitest';
import { pixelMajor } from './pixel-major.js';

describe('pixelMajor', () => {
  it('brings the channels of a pixel together', () => {
    const planes = { channels: 3, height: 2, width: 1, data: Float32Array.of(1, 2, 10, 20, 100, 200) };
    expect(pixelMajor(planes)).toEqual({ ...planes, data: Float32Array.of(1, 10, 100, 2, 20, 200) });
  });

  it('refuses data that do not fit the sides', () => {
    expect(() => pixelMajor({ channels: 3, height: 2, width: 1, data: new Float32Array(5) })).toThrow(
      'must have 6 entries, got 5',
    );
  });
});
