import type { RgbImage } from '../data/segmentation-data-set.js';
import type { LabelMap } from '../labels/label-map.js';
import { checkImageSize } from './check-image-size.js';
import { labelPasses } from './label-passes.js';
import { mmsegProtocol, type InferenceProtocol } from './inference-protocol.js';
import { imagenetColors, type ColorNormalization } from './prepare-input.js';
import { runPasses } from './run-passes.js';
import type { SegmentationNetwork } from './segmentation-network.js';

/** How an image is segmented. */
export interface SegmentImageOptions {
  /** Default `mmsegProtocol()`: one pass over the whole image. */
  readonly protocol?: InferenceProtocol;
  /** Default ImageNet's. */
  readonly colors?: ColorNormalization;
}

/**
 * Predicts the class of every pixel at the image's own size: the network runs over the image as `protocol` says, and the class with the
 * largest mean score wins, of equal ones the lowest.
 *
 * Logits are kept as small as the network gives them and enlarged a row at a time, so memory stays near that of the network's
 * outputs: 2100 x 2100 pixels of 150 classes, 2.6 GB of logits, take less than 100 MB.
 *
 * @throws RangeError if the image's sides do not fit its pixels, the network returns another number of classes than before, more than
 *   254, numbers that are not finite, or data that do not fit its sides
 * @example
 * import { segmentImage, type SegmentationNetwork } from '@disalign/segmentation';
 * // yours: here bright pixels are class 1
 * const network: SegmentationNetwork = ({ height, width, data }) => {
 *   const logits = Float32Array.from({ length: 2 * height * width }, (_, i) => (i % 2 === 0 ? 0 : data[3 * (i >> 1)]));
 *   return { height, width, channels: 2, data: logits };
 * };
 * const image = { height: 1, width: 2, pixels: Uint8Array.of(0, 0, 0, 255, 255, 255) };
 * const { labels } = await segmentImage(image, network); // [0, 1]
 */
export async function segmentImage(
  image: RgbImage,
  network: SegmentationNetwork,
  { protocol = mmsegProtocol(), colors = imagenetColors }: SegmentImageOptions = {},
): Promise<LabelMap> {
  checkImageSize('segmentImage', image);
  return labelPasses(await runPasses(image, network, { protocol, colors }), image);
}
