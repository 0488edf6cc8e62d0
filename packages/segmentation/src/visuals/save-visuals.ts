import { writeFileAtomically } from '@disalign/core/node';
import sharp from 'sharp';
import { drawVisuals, type Visuals, type VisualsOptions } from './draw-visuals.js';

/**
 * Writes image, ground truth, predictions before and after, and confidence side by side as one PNG, whole or not at all (see
 * `drawVisuals`).
 *
 * @throws RangeError as `drawVisuals`; what the file system throws
 * @example
 * import { saveVisuals } from '@disalign/segmentation';
 * const size = { height: 1, width: 2 };
 * const labels = { ...size, labels: Uint8Array.of(0, 255) };
 * const confidence = { ...size, channels: 1, data: Float32Array.of(0, 1) };
 * const image = { ...size, pixels: new Uint8Array(6) };
 * await saveVisuals('ADE_val_00000001.png', { image, labels, before: labels, after: labels, confidence });
 */
export async function saveVisuals(path: string, visuals: Visuals, options: VisualsOptions = {}): Promise<void> {
  const { height, width, pixels } = drawVisuals(visuals, options);
  const png = await sharp(pixels, { raw: { height, width, channels: 3 } })
    .png()
    .toBuffer();
  await writeFileAtomically(path, png);
}
