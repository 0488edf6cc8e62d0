import { writeFileAtomically } from '@disalign/core/node';
import { encodeLabelPng } from './encode-label-png.js';
import type { LabelMap } from './label-map.js';

/**
 * Writes a label map as a PNG in the encoding of ADE20K's server, whole or not at all (see `encodeLabelPng`).
 *
 * @throws RangeError unless there is one label for each pixel; what the file system throws
 * @example
 * import { writeLabelPng } from '@disalign/segmentation';
 * await writeLabelPng('ADE_val_00000001.png', { height: 1, width: 2, labels: Uint8Array.of(0, 149) });
 */
export async function writeLabelPng(path: string, map: LabelMap): Promise<void> {
  await writeFileAtomically(path, await encodeLabelPng(map));
}
