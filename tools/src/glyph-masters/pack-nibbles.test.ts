import { describe, expect, it } from 'vitest';
import { packNibbles } from './pack-nibbles.js';

describe('packNibbles', () => {
  it('puts the first of two values in the high half', () => {
    // 255 / 17 = 15 = 0xf, 17 / 17 = 1
    expect([...packNibbles(Uint8Array.of(255, 17))]).toEqual([0xf1]);
  });

  it('rounds to the nearest of sixteen steps', () => {
    // 8 / 17 = 0.47 -> 0, 9 / 17 = 0.53 -> 1
    expect([...packNibbles(Uint8Array.of(8, 9))]).toEqual([0x01]);
  });

  it('fills an odd end with zero', () => {
    expect([...packNibbles(Uint8Array.of(0, 0, 255))]).toEqual([0x00, 0xf0]);
  });
});
