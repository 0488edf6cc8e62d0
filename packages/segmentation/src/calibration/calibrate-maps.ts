import { calibrateOnHost, confidenceOnHost, type Calibration, type HostRows } from '@disalign/core';
import { checkFeatureMaps, type FeatureMaps } from '../feature-maps/feature-maps.js';
import type { PixelMap } from '../inference/pixel-map.js';

/**
 * Calibrates the logits of an image on the host, one row of cells at a time (see core's `calibrateOnHost`, and `calibratePixels` for
 * tensors).
 *
 * @returns [h, w, K]
 * @throws RangeError if the maps differ in size, or are not of the calibration's K classes and D features
 * @example
 * import { logitAdjustment } from '@disalign/core';
 * import { calibrateMaps } from '@disalign/segmentation';
 * const map = { height: 1, width: 2, channels: 2, data: Float32Array.of(2, 1, 0, 3) };
 * calibrateMaps({ features: map, logits: map }, logitAdjustment([90, 10])).data; // the second class gains 2.2
 */
export function calibrateMaps(maps: FeatureMaps, calibration: Calibration): PixelMap {
  checkFeatureMaps('calibrateMaps', maps);
  return calibrateCheckedMaps(maps, calibration);
}

/** `calibrateMaps` of maps that are whole and finite: those of an image are asked once, and calibrated many times. */
export function calibrateCheckedMaps(maps: FeatureMaps, calibration: Calibration): PixelMap {
  const { height, width, data } = maps.logits;
  const calibrated = new Float32Array(data.length);
  for (const [row, cells] of rowsOfCells(maps).entries()) {
    calibrated.set(calibrateOnHost(cells, calibration), row * cells.logits.length);
  }
  return { height, width, channels: calibration.scale.length, data: calibrated };
}

/**
 * The confidence of every cell of an image, on the host: how far its logits are moved.
 *
 * @returns [h, w, 1]
 * @throws RangeError as `calibrateMaps`
 * @example
 * import { logitAdjustment } from '@disalign/core';
 * import { confidenceMap } from '@disalign/segmentation';
 * const map = { height: 1, width: 2, channels: 2, data: Float32Array.of(2, 1, 0, 3) };
 * confidenceMap({ features: map, logits: map }, logitAdjustment([90, 10])).data; // [1, 1]: it has no confidence layer
 */
export function confidenceMap(maps: FeatureMaps, calibration: Calibration): PixelMap {
  checkFeatureMaps('confidenceMap', maps);
  const { height, width } = maps.logits;
  const data = new Float32Array(height * width);
  for (const [row, cells] of rowsOfCells(maps).entries()) {
    data.set(confidenceOnHost(cells, calibration), row * width);
  }
  return { height, width, channels: 1, data };
}

function rowsOfCells(maps: FeatureMaps): HostRows[] {
  const { height, width } = maps.logits;
  const rowOf = ({ channels, data }: PixelMap, row: number) =>
    data.subarray(row * width * channels, (row + 1) * width * channels);
  return Array.from({ length: height }, (_, row) => ({
    rows: width,
    features: rowOf(maps.features, row),
    logits: rowOf(maps.logits, row),
  }));
}
