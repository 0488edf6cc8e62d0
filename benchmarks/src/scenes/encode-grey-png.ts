import sharp from 'sharp';

/** Grey bytes [H, W] as a PNG of one channel. */
export async function encodeGreyPng({
  height,
  width,
  pixels,
}: {
  readonly height: number;
  readonly width: number;
  readonly pixels: Uint8Array;
}): Promise<Uint8Array> {
  return sharp(pixels, { raw: { height, width, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer();
}
