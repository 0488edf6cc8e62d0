import type { RgbImage, SegmentationSplit } from '../data/segmentation-data-set.js';
import type { FeatureMapSplit, LabelledFeatureMaps } from './feature-maps.js';

/**
 * The images of a split behind whatever makes maps of an image, which does so when an image is read, and once each time.
 *
 * @param signal stops it: an image is not read any more
 * @example
 * import { runOverImages, type SegmentationSplit } from '@disalign/segmentation';
 * const image = { height: 1, width: 2, pixels: Uint8Array.of(0, 0, 0, 255, 255, 255) };
 * const labels = { height: 1, width: 2, labels: Uint8Array.of(0, 1) };
 * const split: Pick<SegmentationSplit, 'count' | 'read'> = { count: 1, read: async () => ({ name: 'a', image, labels }) };
 * const map = { height: 1, width: 2, channels: 2, data: Float32Array.of(1, 0, 0, 1) };
 * const images = runOverImages(split, async () => ({ features: map, logits: map })); // yours: a network
 * (await images.read(0)).labels === labels; // true
 */
export function runOverImages(
  split: Pick<SegmentationSplit, 'count' | 'read'>,
  run: (image: RgbImage) => Promise<Omit<LabelledFeatureMaps, 'labels'>>,
  signal?: AbortSignal,
): FeatureMapSplit {
  return {
    count: split.count,
    async read(row) {
      signal?.throwIfAborted();
      const { image, labels } = await split.read(row);
      return { ...(await run(image)), labels };
    },
  };
}
