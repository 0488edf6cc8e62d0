import { createRandom } from '@disalign/core';
import type { ImageDataSet } from '../data/image-data-set.js';
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
  const { seed, epochs } = settings;
  const imageSize = data.height * data.width * data.channels;
  const readViews = await viewReader(data, settings);
  const batchSize = Math.min(settings.batchSize, train.count);
  const stepsPerEpoch = Math.floor(train.count / batchSize);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = createRandom(seed, orderStream, epoch).shuffle(Int32Array.from(train.labels.keys()));
    for (let place = 0; place < stepsPerEpoch; place++) {
      const rows = order.subarray(place * batchSize, (place + 1) * batchSize);
      const pixels = await readViews(rows, [seed, viewStream, epoch]);
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

type ViewReader = (rows: Int32Array, seedParts: readonly number[]) => Promise<Uint8Array>;

/** Views of photographs are made of the files, at their full size; all others of the images as they are for evaluation. */
async function viewReader(data: ImageDataSet, { augmentation }: TrainingSettings): Promise<ViewReader> {
  const { train } = data.splits;
  if (augmentation !== null && 'kind' in augmentation) {
    return (rows, seedParts) => train.read(rows, { augmentation, seedParts });
  }
  const read = await keepImages(train, data.height * data.width * data.channels);
  return async (rows, seedParts) => {
    const pixels = await read(rows);
    if (augmentation !== null) augmentBatch(pixels, rows, data, { augmentation, seedParts });
    return pixels;
  };
}
