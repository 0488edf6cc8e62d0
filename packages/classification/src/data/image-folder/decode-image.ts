import { decodeFile } from '@disalign/core/node';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';

/** The form that pictures of any size are brought to. */
export interface DecodeOptions {
  readonly height: number;
  readonly width: number;
  /** 1 grey, 3 red-green-blue. */
  readonly channels: 1 | 3;
  /** Share of the resized picture's sides that is kept around its centre. */
  readonly cropFraction: number;
}

/**
 * Decodes a picture, resizes it until it covers size / cropFraction, and cuts the centre out.
 *
 * Transparency is dropped, and the orientation that a camera noted is not applied (nor is it by torchvision).
 *
 * @returns bytes [height, width, channels]
 * @throws FileFormatError when the file cannot be decoded; what the file system throws
 */
export async function decodeImage(
  path: string,
  { height, width, channels, cropFraction }: DecodeOptions,
): Promise<Uint8Array> {
  const resized = { height: Math.round(height / cropFraction), width: Math.round(width / cropFraction) };
  const left = Math.floor((resized.width - width) / 2);
  const top = Math.floor((resized.height - height) / 2);
  // By its bytes, not its path: libvips remembers files by path, and would decode one that has changed as it was.
  const bytes = await readFile(path);
  return decodeFile(path, 'a picture that can be decoded', () =>
    sharp(bytes)
      .resize({ ...resized, fit: 'cover', position: 'centre' })
      .extract({ left, top, width, height })
      .removeAlpha()
      .toColourspace(channels === 1 ? 'b-w' : 'srgb')
      .raw({ depth: 'uchar' })
      .toBuffer(),
  );
}
