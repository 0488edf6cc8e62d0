/**
 * Value of an IEEE 754 half, given as its 16 bits; exact.
 *
 * 1 sign bit, 5 exponent bits with bias 15, 10 fraction bits; subnormals, infinities and NaN included.
 */
export function float16ToFloat32(bits: number): number {
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
