import type { PixelMap } from './pixel-map.js';

/** A network for segmentation: input [h, w, 3] in, logits [h', w', K] out, at any stride. Calibrate in here. */
export type SegmentationNetwork = (input: PixelMap) => Promise<PixelMap> | PixelMap;
