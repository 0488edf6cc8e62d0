import { FileFormatError } from '@disalign/core';
import type { ImageSize } from './label-map.js';

// The values of https://www.w3.org/TR/png-3/#11IHDR.
const colorTypes: Readonly<Record<number, string>> = {
  0: 'grey',
  2: 'RGB',
  3: 'palette',
  4: 'grey with alpha',
  6: 'RGBA',
};
const signature = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const endOfImage = Buffer.from('0000000049454e44ae426082', 'hex');

/**
 * Size of a PNG that holds one byte a pixel, and nothing that a decoder would have to interpret.
 *
 * @throws FileFormatError when it is no whole PNG, or one with a palette, with colours, or of another depth than 8 bits
 */
export function parsePngHeader(bytes: Uint8Array, file: string): ImageSize {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const refuse = (field: string, expected: string, got: string): never => {
    throw new FileFormatError({ file, field, expected, got });
  };
  if (content.length < 33 || !content.subarray(0, 16).equals(signature)) {
    refuse('content', 'a PNG', `${content.length} bytes that begin otherwise`);
  }
  const [bitDepth, colorType] = content.subarray(24);
  if (colorType !== 0) refuse('colour type', '0 (grey)', `${colorType} (${colorTypes[colorType] ?? 'unknown'})`);
  if (bitDepth !== 8) refuse('bit depth', '8', `${bitDepth}`);
  if (content.lastIndexOf(endOfImage) < 0) refuse('content', 'a whole PNG', `${content.length} bytes without an end`);
  return { height: content.readUInt32BE(20), width: content.readUInt32BE(16) };
}
