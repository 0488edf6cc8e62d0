/** Luminance of the pixel at `at`, ITU-R 601-2 in units of 2^-16 as in Pillow's conversion to `L`; a grey pixel is its own. */
export function luminance(data: Uint8Array, at: number, channels: number): number {
  if (channels === 1) return data[at];
  return (data[at] * 19_595 + data[at + 1] * 38_470 + data[at + 2] * 7_471 + 0x8000) >> 16;
}
