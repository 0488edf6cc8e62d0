import { createRandom, drawRows } from '@disalign/core';
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
 * alone. All batches are equally large: what is left of an epoch after the last whole one is dropped. A sampler draws as many rows an epoch
 * as there are, see `drawRows`.
 */
export async function* trainingBatches(data: ImageDataSet, settings: TrainingSettings): AsyncGenerator<TrainingBatch> {
  const { train } = data.splits;
  const { seed, epochs } = settings;
  const imageSize = data.height * data.width * data.channels;
  const readViews = await viewReader(data, settings);
  const batchSize = Math.min(settings.batchSize, train.count);
  const stepsPerEpoch = Math.floor(train.count / batchSize);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const drawn = rowsOfEpoch(train.labels, settings, epoch);
    const order = createRandom(seed, orderStream, epoch).shuffle(drawn);
    for (let place = 0; place < stepsPerEpoch; place++) {
      const rows = order.subarray(place * batchSize, (place + 1) * batchSize);
      const pixels = await readViews(rows, viewSeed(settings, epoch, place));
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

/** Rows as often as they are drawn, in their order. */
function rowsOfEpoch(labels: Int32Array, { sampler, seed, epochs }: TrainingSettings, epoch: number): Int32Array {
  const uses = drawRows(sampler, labels, { seed, epoch, epochs });
  if (uses === null) return Int32Array.from(labels.keys());
  const rows = new Int32Array(labels.length);
  let end = 0;
  uses.forEach((times, row) => {
    rows.fill(row, end, end + times);
    end += times;
  });
  return rows;
}

/** A row that is drawn again in an epoch has another view in another batch. */
function viewSeed({ seed, sampler }: TrainingSettings, epoch: number, place: number): number[] {
  const parts = [seed, viewStream, epoch];
  return sampler === 'instance-balanced' ? parts : [...parts, place];
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
