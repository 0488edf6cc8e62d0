const scratch = new Uint32Array(1);
const scratchFloat = new Float32Array(scratch.buffer);

/** Value of a bfloat16, given as its 16 bits; exact: they are the upper half of a float32. */
export function bfloat16ToFloat32(bits: number): number {
  scratch[0] = bits << 16;
  return scratchFloat[0];
}
