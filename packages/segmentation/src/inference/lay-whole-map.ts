import type { ImageSize } from '../labels/label-map.js';
import { layPatches, type LogitPatch } from './logit-pass.js';
import type { PixelMap } from './pixel-map.js';

/**
 * Lays a map of a network over the whole image that it is of.
 *
 * @param input size at which the network saw the image: the map is resized to it first; left out: to the image at once
 */
export function layWholeMap(map: PixelMap, image: ImageSize, input?: ImageSize): LogitPatch {
  const size = input ?? image;
  const grid = { rows: [{ start: 0, end: size.height }], columns: [{ start: 0, end: size.width }] };
  const [patch] = layPatches([map], { image, input: size, grid, throughInput: input !== undefined, mirrored: false });
  return patch;
}
