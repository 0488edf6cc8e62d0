import { writeFileAtomically } from '@disalign/core/node';
import sharp from 'sharp';
import { drawVisuals, type Visuals, type VisualsOptions } from './draw-visuals.js';

/**
 * Writes an image and its panels side by side as one PNG, whole or not at all (see `drawVisuals`).
 *
 * @throws RangeError as `drawVisuals`; what the file system throws
 * @example
 * import { saveVisuals } from '@disalign/detection';
 * const image = { height: 4, width: 6, pixels: new Uint8Array(72) };
 * const cat = { corners: [1, 1, 3, 3], category: 0, label: 'cat 0.9' } as const;
 * await saveVisuals('000000000007.png', { image, panels: [{ title: 'after', regions: [cat] }] });
 */
export async function saveVisuals(path: string, visuals: Visuals, options: VisualsOptions = {}): Promise<void> {
  const { height, width, pixels } = drawVisuals(visuals, options);
  const png = await sharp(pixels, { raw: { height, width, channels: 3 } })
    .png()
    .toBuffer();
  await writeFileAtomically(path, png);
}
