import sharp from 'sharp';
import { checkLabelMap } from './check-label-map.js';
import type { LabelMap } from './label-map.js';
import { valuesOfLabels } from './labels-of-values.js';

/**
 * Encodes a label map as ADE20K's server wants predictions: 8-bit grey PNG, `NO_CLASS` as 0 and class k as k + 1.
 *
 * @returns the bytes of the file
 * @throws RangeError unless there is one label for each pixel
 * @example
 * import { encodeLabelPng } from '@disalign/segmentation';
 * const png = await encodeLabelPng({ height: 1, width: 2, labels: Uint8Array.of(0, 149) });
 */
export async function encodeLabelPng(map: LabelMap): Promise<Uint8Array> {
  checkLabelMap('encodeLabelPng', map);
  const { height, width, labels } = map;
  return sharp(valuesOfLabels(labels), { raw: { height, width, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer();
}
