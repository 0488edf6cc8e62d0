import { FileFormatError } from '@disalign/core';
import { decodeFile } from '@disalign/core/node';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { RgbImage } from './rgb-image.js';

/**
 * Reads a picture (JPEG, PNG, WebP, ...) as red, green and blue bytes; transparency and the orientation that a camera noted are ignored, as
 * the annotations of COCO and LVIS are.
 *
 * @throws FileFormatError naming the file when it cannot be decoded; what the file system throws
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
