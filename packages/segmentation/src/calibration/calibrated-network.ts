import type { Calibration } from '@disalign/core';
import type { FeatureNetwork } from '../feature-maps/feature-maps.js';
import type { SegmentationNetwork } from '../inference/segmentation-network.js';
import { calibrateMaps } from './calibrate-maps.js';

/**
 * A network with a calibration behind it, for `segmentImage`: sliding windows, several scales, mirrored.
 *
 * @example
 * import { logitAdjustment } from '@disalign/core';
 * import { calibratedNetwork, segmentImage, type FeatureNetwork } from '@disalign/segmentation';
 * const network: FeatureNetwork = (input) => ({ features: input, logits: input }); // yours
 * const image = { height: 1, width: 1, pixels: Uint8Array.of(90, 90, 90) };
 * const { labels } = await segmentImage(image, calibratedNetwork(network, logitAdjustment([9, 9, 1]))); // [2]
 */
export function calibratedNetwork(network: FeatureNetwork, calibration: Calibration): SegmentationNetwork {
  return async (input) => calibrateMaps(await network(input), calibration);
}
