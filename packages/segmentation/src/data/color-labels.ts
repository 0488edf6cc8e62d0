import { checkLabelMap } from '../labels/check-label-map.js';
import { NO_CLASS, type LabelMap } from '../labels/label-map.js';
import { ade20kPalette } from './ade20k-palette.js';
import type { RgbImage } from './segmentation-data-set.js';

/**
 * Draws a label map: each class in its colour, pixels without a class in black.
 *
 * @param palette bytes [K, 3], red green blue. Default ADE20K's.
 * @throws RangeError if a class has no colour
 * @example
 * import { colorLabels } from '@disalign/segmentation';
 * colorLabels({ height: 1, width: 2, labels: Uint8Array.of(2, 255) }).pixels; // [6, 230, 230, 0, 0, 0]
 */
export function colorLabels(map: LabelMap, palette: Uint8Array = ade20kPalette()): RgbImage {
  checkLabelMap('colorLabels', map);
  const pixels = new Uint8Array(3 * map.labels.length);
  for (const [pixel, label] of map.labels.entries()) {
    if (label === NO_CLASS) continue;
    if (3 * label + 2 >= palette.length) {
      throw new RangeError(
        `colorLabels: \`palette\` must have a colour for class ${label}, got ${palette.length / 3} colours`,
      );
    }
    pixels.set(palette.subarray(3 * label, 3 * label + 3), 3 * pixel);
  }
  return { height: map.height, width: map.width, pixels };
}
