import { readFile } from 'node:fs/promises';
import { decodeLabelPng, type LabelPngOptions } from './decode-label-png.js';
import type { LabelMap } from './label-map.js';

/**
 * Reads a label map from a PNG: an annotation of ADE20K, or a prediction in the encoding of its server (see `decodeLabelPng`).
 *
 * @throws FileFormatError naming the file and what is wrong with it; what the file system throws
 * @example
 * import { readLabelPng, writeLabelPng } from '@disalign/segmentation';
 * await writeLabelPng('ADE_val_00000001.png', { height: 1, width: 2, labels: Uint8Array.of(0, 149) });
 * const { labels } = await readLabelPng('ADE_val_00000001.png'); // [0, 149]
 */
export async function readLabelPng(path: string, options: LabelPngOptions = {}): Promise<LabelMap> {
  return decodeLabelPng(await readFile(path), path, options);
}
