import { createRandom } from '@disalign/core';
import type { ImageDataSet, ImageShape } from '../data/image-data-set.js';
import { standardizeImages } from '../data/standardize-images.js';
import { augmentBatch } from './augment-batch.js';
import { keepImages } from './keep-images.js';
import type { TrainingSettings } from './trained-classifier.js';

/** What one step sees. */
export interface TrainingBatch {
  /** From 0. */
  readonly epoch: number;
  readonly step: number;
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
  /** [B, height, width, channels], standardised. */
  readonly inputs: Float32Array;
  /** [B] */
  readonly labels: Int32Array;
}

// Streams of random draws beside those of the parameters, which have the small numbers.
const orderStream = 1_000_001;
const viewStream = 1_000_002;

/**
 * The batches of a whole training, one after the other: each epoch in an order of its own that depends on (seed, epoch)
 * alone. All batches are equally large: what is left of an epoch after the last whole one is dropped.
 */
export async function* trainingBatches(data: ImageDataSet, settings: TrainingSettings): AsyncGenerator<TrainingBatch> {
  const { train } = data.splits;
  const { seed, epochs, augmentation } = settings;
  const shape: ImageShape = data;
  const imageSize = shape.height * shape.width * shape.channels;
  const read = await keepImages(train, imageSize);
  const batchSize = Math.min(settings.batchSize, train.count);
  const stepsPerEpoch = Math.floor(train.count / batchSize);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = createRandom(seed, orderStream, epoch).shuffle(Int32Array.from(train.labels.keys()));
    for (let place = 0; place < stepsPerEpoch; place++) {
      const rows = order.subarray(place * batchSize, (place + 1) * batchSize);
      const pixels = await read(rows);
      if (augmentation) augmentBatch(pixels, rows, shape, { augmentation, seedParts: [seed, viewStream, epoch] });
      yield {
        epoch,
        step: epoch * stepsPerEpoch + place,
        totalSteps: epochs * stepsPerEpoch,
        stepsPerEpoch,
        inputs: standardizeImages(pixels, imageSize),
        labels: rows.map((row) => train.labels[row]),
      };
    }
  }
}
