import { FileFormatError } from '@disalign/core';
import { decodeFile } from '@disalign/core/node';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { RgbImage } from './segmentation-data-set.js';

/**
 * Reads a picture (JPEG, PNG, WebP, ...) as red, green and blue bytes. Colour profiles, the orientation that a camera noted and
 * transparency are ignored, as OpenCV does for the frameworks that train on ADE20K.
 *
 * @throws FileFormatError naming the file when it cannot be decoded; what the file system throws
 * @example
 * import { readRgbImage } from '@disalign/segmentation';
 * import sharp from 'sharp';
 * await sharp({ create: { width: 4, height: 3, channels: 3, background: 'red' } }).toFile('red.png');
 * const { height, width, pixels } = await readRgbImage('red.png'); // 3, 4, [255, 0, 0, ...]
 */
export async function readRgbImage(path: string): Promise<RgbImage> {
  const bytes = await readFile(path);
  const { data, info } = await decodeFile(path, 'a picture that can be decoded', () =>
    sharp(bytes, { ignoreIcc: true })
      .removeAlpha()
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true }),
  );
  if (info.channels !== 3) {
    throw new FileFormatError({ file: path, field: 'channels', expected: '3', got: `${info.channels}` });
  }
  return { height: info.height, width: info.width, pixels: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}
