import type { FeatureBatch } from '@disalign/core';
import type { LabelledFeatureMaps } from '../feature-maps/feature-maps.js';
import { layWholeMap } from '../inference/lay-whole-map.js';
import type { PixelMap } from '../inference/pixel-map.js';
import { tapRow, type Taps } from '../inference/taps.js';
import { NO_CLASS } from '../labels/label-map.js';

/**
 * Features, logits and labels of some pixels of an image. Between the cells of the network, features and logits are interpolated as
 * logits are for a prediction.
 *
 * @param pixels places in the label map
 * @param rows of the batch; those after the pixels are zeros without a class
 */
export function rowsOfPixels(maps: LabelledFeatureMaps, pixels: Int32Array, rows: number): FeatureBatch {
  const { features, logits, labels, inputSize } = maps;
  const { across, along } = layWholeMap(logits, labels, inputSize);
  const batch = {
    rows,
    features: new Float32Array(rows * features.channels),
    logits: new Float32Array(rows * logits.channels),
    labels: new Int32Array(rows).fill(-1),
  };
  pixels.forEach((pixel, row) => {
    const [y, x] = [Math.floor(pixel / labels.width), pixel % labels.width];
    const cells = cellsAt(across, along, { y, x, width: logits.width });
    addCells(features, cells, batch.features.subarray(row * features.channels, (row + 1) * features.channels));
    addCells(logits, cells, batch.logits.subarray(row * logits.channels, (row + 1) * logits.channels));
    const label = labels.labels[pixel];
    if (label !== NO_CLASS) batch.labels[row] = label;
  });
  return batch;
}

type WeightedCell = readonly [cell: number, weight: number];

function cellsAt(across: Taps, along: Taps, { y, x, width }: { y: number; x: number; width: number }): WeightedCell[] {
  const columns = [...tapRow(along, x)];
  return [...tapRow(across, y)].flatMap(([row, down]) =>
    columns.map(([column, right]): WeightedCell => [row * width + column, down * right]),
  );
}

function addCells({ channels, data }: PixelMap, cells: readonly WeightedCell[], sum: Float32Array): void {
  for (const [cell, weight] of cells) {
    const from = cell * channels;
    for (let channel = 0; channel < channels; channel++) sum[channel] += weight * data[from + channel];
  }
}
