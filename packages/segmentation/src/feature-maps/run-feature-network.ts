import type { SegmentationSplit } from '../data/segmentation-data-set.js';
import { mmsegTestSize } from '../inference/mmseg-test-size.js';
import { imagenetColors, prepareInput, type ColorNormalization } from '../inference/prepare-input.js';
import type { ImageSize } from '../labels/label-map.js';
import type { FeatureMapSplit, FeatureNetwork } from './feature-maps.js';
import { runOverImages } from './run-over-images.js';

/** How images become inputs. */
export interface RunFeatureNetworkOptions {
  /** Size of the input for an image. Default `mmsegTestSize`: fitted into 2048 x 512. */
  readonly inputSize?: (image: ImageSize) => ImageSize;
  /** Default ImageNet's. */
  readonly colors?: ColorNormalization;
}

/**
 * The images of a split behind a network, which runs over a whole image when that is read, and once each time.
 *
 * @example
 * import { runFeatureNetwork, type FeatureNetwork, type SegmentationSplit } from '@disalign/segmentation';
 * const image = { height: 1, width: 2, pixels: Uint8Array.of(0, 0, 0, 255, 255, 255) };
 * const labels = { height: 1, width: 2, labels: Uint8Array.of(0, 1) };
 * const split: Pick<SegmentationSplit, 'count' | 'read'> = { count: 1, read: async () => ({ name: 'a', image, labels }) };
 * // yours: here the colours are the features, and two of them the logits
 * const network: FeatureNetwork = (input) => {
 *   const logits = input.data.filter((_, i) => i % 3 < 2);
 *   return { features: input, logits: { ...input, channels: 2, data: logits } };
 * };
 * const images = runFeatureNetwork(split, network, { inputSize: (size) => size });
 * (await images.read(0)).logits.data.length; // 4
 */
export function runFeatureNetwork(
  split: Pick<SegmentationSplit, 'count' | 'read'>,
  network: FeatureNetwork,
  { inputSize = mmsegTestSize, colors = imagenetColors }: RunFeatureNetworkOptions = {},
): FeatureMapSplit {
  return runOverImages(split, async (image) => {
    const size = inputSize(image);
    const { features, logits } = await network(prepareInput(image, size, colors));
    return { features, logits, inputSize: size };
  });
}
