import { describe, expect, it } from 'vitest';
import { bfloat16ToFloat32 } from './bfloat16-to-float32.js';
import { readFixture } from './fixtures/read-fixture.js';
import { float16ToFloat32 } from './float16-to-float32.js';
import { float32ToBfloat16 } from './float32-to-bfloat16.js';
import { float32ToFloat16 } from './float32-to-float16.js';
import { parseNpy } from './parse-npy.js';
import { tensorToFloat64 } from './tensor-to-float64.js';

const numbers = (name: string) => [...tensorToFloat64(parseNpy(readFixture(name), name))];
const isNaNBits = (bits: number, exponent: number, fraction: number) =>
  (bits & exponent) === exponent && (bits & fraction) !== 0;

describe('16-bit floats', () => {
  it('decode and encode every one of the 65,536 halves and bfloat16s to itself', () => {
    for (let bits = 0; bits < 65536; bits++) {
      const half = float32ToFloat16(float16ToFloat32(bits));
      const brain = float32ToBfloat16(bfloat16ToFloat32(bits));
      if (isNaNBits(bits, 0x7c00, 0x3ff) ? !isNaNBits(half, 0x7c00, 0x3ff) : half !== bits) expect(half).toBe(bits);
      if (isNaNBits(bits, 0x7f80, 0x7f) ? !isNaNBits(brain, 0x7f80, 0x7f) : brain !== bits) expect(brain).toBe(bits);
    }
  });

  it('decode the numbers of the standard: one, the largest, the smallest subnormal, infinities', () => {
    expect(float16ToFloat32(0x3c00)).toBe(1);
    expect(float16ToFloat32(0x7bff)).toBe(65504);
    expect(float16ToFloat32(0x0001)).toBe(2 ** -24);
    expect(float16ToFloat32(0x8000)).toBe(-0);
    expect(float16ToFloat32(0xfc00)).toBe(-Infinity);
    expect(bfloat16ToFloat32(0x3f80)).toBe(1);
    expect(bfloat16ToFloat32(0x4049)).toBe(3.140625);
    expect(bfloat16ToFloat32(0xff80)).toBe(-Infinity);
  });

  it('round like NumPy and ml_dtypes, ties to even', () => {
    const inputs = numbers('rounding-float32.npy');
    expect(inputs.map(float32ToFloat16)).toEqual(numbers('rounding-float16-bits.npy'));
    expect(inputs.map(float32ToBfloat16)).toEqual(numbers('rounding-bfloat16-bits.npy'));
  });

  it('round a float64 just below a power of two without a false exponent', () => {
    expect(float16ToFloat32(float32ToFloat16(2 - 2 ** -40))).toBe(2);
    expect(float16ToFloat32(float32ToFloat16(1 + 2 ** -11 + 2 ** -40))).toBe(1 + 2 ** -10);
  });
});
