import { FileFormatError } from '@disalign/core';
import { decodeFile } from '@disalign/core/node';
import sharp from 'sharp';
import type { LabelMap } from './label-map.js';
import { labelsOfValues } from './labels-of-values.js';
import { parsePngHeader } from './parse-png-header.js';

/** How a label file is read. */
export interface LabelPngOptions {
  /** K, 1..254. Default 150, ADE20K's. */
  readonly classes?: number;
}

// Far above the largest image of ADE20K (2100 x 2100); a broken header must not ask for gigabytes.
const maxPixels = 2 ** 26;

/**
 * Decodes a label map in the encoding of ADE20K and its server: 8-bit grey PNG, 0 for "other" and 1..K for the classes, which
 * become `NO_CLASS` and 0..K - 1. Annotations and predictions are stored alike.
 *
 * @param bytes the whole file
 * @param file its name, for errors
 * @throws FileFormatError naming `file` when it is no such PNG (palette, colours, 16 bits, cut off), or holds a value above K
 * @throws RangeError when `classes` is out of range
 * @example
 * import { decodeLabelPng, encodeLabelPng } from '@disalign/segmentation';
 * const png = await encodeLabelPng({ height: 1, width: 3, labels: Uint8Array.of(0, 149, 255) });
 * (await decodeLabelPng(png, 'prediction.png')).labels; // [0, 149, 255]
 */
export async function decodeLabelPng(
  bytes: Uint8Array,
  file: string,
  { classes = 150 }: LabelPngOptions = {},
): Promise<LabelMap> {
  if (!Number.isInteger(classes) || classes < 1 || classes > 254) {
    throw new RangeError(`decodeLabelPng: \`classes\` must be an integer in 1..254, got ${classes}`);
  }
  const { height, width } = parsePngHeader(bytes, file);
  if (height * width > maxPixels) {
    throw new FileFormatError({
      file,
      field: 'size',
      expected: `at most ${maxPixels} pixels`,
      got: `${width} x ${height}`,
    });
  }
  // A colour profile or a transparent grey says nothing about classes: values are taken as they are stored.
  const values = await decodeFile(file, 'a whole PNG', () =>
    sharp(bytes, { ignoreIcc: true, failOn: 'warning' }).extractChannel(0).toColourspace('b-w').raw().toBuffer(),
  );
  if (values.length !== height * width) {
    throw new FileFormatError({ file, field: 'pixels', expected: `${height * width}`, got: `${values.length}` });
  }
  return { height, width, labels: labelsOfValues(values, { file, height, width, classes }) };
}
