import sharp, { type Sharp } from 'sharp';
import type { RawImage } from './raw-image.js';

/**
 * Decodes a picture (JPEG, PNG, WebP, ...) to red, green and blue bytes, as Pillow's `convert('RGB')` does: colour profiles, transparency
 * and the orientation that a camera noted are ignored, CMYK is converted without a profile. Of 16 bits the higher 8 stay.
 *
 * @throws what the decoder throws: bytes that are no picture, cut off or damaged
 * @example
 * import { decodePhotograph } from '@disalign/core/photographs';
 * import sharp from 'sharp';
 * const bytes = await sharp({ create: { width: 4, height: 3, channels: 3, background: 'red' } }).png().toBuffer();
 * const { height, width, channels, data } = await decodePhotograph(bytes); // 3, 4, 3, [255, 0, 0, ...]
 */
export async function decodePhotograph(bytes: Uint8Array): Promise<RawImage> {
  const input = sharp(bytes, { ignoreIcc: true, failOn: 'error' });
  const { space } = await input.metadata();
  if (space === 'cmyk') return rgbOfCmyk(await pixelsOf(input.pipelineColourspace('cmyk').toColourspace('cmyk')));
  return pixelsOf(input.removeAlpha().toColourspace('srgb'));
}

async function pixelsOf(input: Sharp): Promise<RawImage> {
  const { data, info } = await input.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  const { height, width, channels } = info;
  return { height, width, channels, data: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}

/** `255 - k - c (255 - k) / 255`, the quotient rounded, for each of the three inks c. */
function rgbOfCmyk({ height, width, channels, data }: RawImage): RawImage {
  const rgb = new Uint8Array(height * width * 3);
  for (let pixel = 0; pixel < height * width; pixel++) {
    const light = 255 - data[pixel * channels + 3];
    for (let ink = 0; ink < 3; ink++) {
      rgb[3 * pixel + ink] = light - Math.round((data[pixel * channels + ink] * light) / 255);
    }
  }
  return { height, width, channels: 3, data: rgb };
}
