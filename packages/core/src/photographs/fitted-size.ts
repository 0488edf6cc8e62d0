import type { ImageSize } from './raw-image.js';

/** The box that images are fitted into, whichever way they lie. */
export interface ScaleBox {
  readonly long: number;
  readonly short: number;
}

/**
 * Size of an image fitted into a box, small ones enlarged too: `k = min(long / longer side, short / shorter side)`, sides
 * `floor(k side + 1/2)`, at least a pixel. As mmcv's `rescale_size` and detectron2's `ResizeShortestEdge` compute it.
 *
 * @example
 * import { fittedSize } from '@disalign/core/photographs';
 * fittedSize({ height: 364, width: 500 }, { long: 2048, short: 512 }); // { height: 512, width: 703 }
 */
export function fittedSize({ height, width }: ImageSize, { long, short }: ScaleBox): ImageSize {
  const scale = Math.min(
    Math.max(long, short) / Math.max(height, width),
    Math.min(long, short) / Math.min(height, width),
  );
  const side = (length: number): number => Math.max(1, Math.trunc(length * scale + 0.5));
  return { height: side(height), width: side(width) };
}
