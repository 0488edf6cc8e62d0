/**
 * The 16 bits of the IEEE 754 half nearest to a number, ties to even. Magnitudes from 65520 on become infinity.
 *
 * @example
 * import { float32ToFloat16 } from '@disalign/core';
 * float32ToFloat16(1.5); // 0x3e00
 */
export function float32ToFloat16(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (magnitude >= 65520) return sign | 0x7c00;
  if (magnitude < 2 ** -14) return sign | roundHalfToEven(magnitude * 2 ** 24);
  // float32 exponents are read off the bits: log2 may be off by one just below a power of two.
  scratch[0] = magnitude;
  let exponent = (scratchBits[0] >>> 23) - 127;
  if (magnitude < 2 ** exponent) exponent--; // a float64 that float32 rounded up to the next power of two
  const fraction = roundHalfToEven((magnitude / 2 ** exponent - 1) * 1024);
  // A fraction that rounds up to 1024 carries into the exponent, as it should.
  return sign | (((exponent + 15) << 10) + fraction);
}

const scratch = new Float32Array(1);
const scratchBits = new Uint32Array(scratch.buffer);

function roundHalfToEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  return rest > 0.5 || (rest === 0.5 && down % 2 === 1) ? down + 1 : down;
}
