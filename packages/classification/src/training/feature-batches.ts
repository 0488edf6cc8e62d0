import type { FeatureBatch, RowRange } from '@disalign/core';
import type { PhotographAugmentation } from '@disalign/core/photographs';
import type { ImageSplit } from '../data/image-data-set.js';
import { augmentBatch } from './augment-batch.js';
import type { RunningClassifier } from './run-classifier.js';
import { startClassifier } from './start-classifier.js';
import type { TrainedClassifier, TrainingAugmentation } from './trained-classifier.js';

/** Which views are made of the images, and how they are run. */
export interface ExtractFeaturesOptions {
  /** Views of each image; view 0 is the image itself. Default 1. */
  readonly views?: number;
  /** How the other views vary. Default: the limits of `augmentImage`, unmirrored. */
  readonly augmentation?: TrainingAugmentation | PhotographAugmentation;
  /** Draws the views: each depends on (seed, view, row) alone. Default 0. */
  readonly seed?: number;
  /** Rows of the split that are wanted, all by default: threads may share a split out. */
  readonly rows?: RowRange;
  /** Images that are run at once. Default 256. */
  readonly batchSize?: number;
  /** Told after each batch how many images are done, with all their views. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  readonly signal?: AbortSignal;
}

/**
 * Features and logits of a split as the frozen classifier sees them, batch by batch, each batch in all its views: for splits larger than memory.
 * It runs on the active backend, in evaluation mode.
 *
 * @param classifier a running one is not disposed of
 * @returns batches as `writeFeatureShards` and `resumeFeatureShards` take them
 * @throws RangeError for options out of range, or a classifier without a head; what `signal` was aborted with; what the split throws
 *
 * @example
 * ```ts
 * import { featureBatches, type ImageDataSet, type RunningClassifier } from '@disalign/classification';
 * import { writeFeatureShards } from '@disalign/core/node';
 * async function writeTraining(network: RunningClassifier, { splits }: ImageDataSet) {
 *   await writeFeatureShards('train', featureBatches(network, splits.train, { views: 4, batchSize: 32 }));
 * }
 * ```
 */
export async function* featureBatches(
  classifier: TrainedClassifier | RunningClassifier,
  split: ImageSplit,
  options: ExtractFeaturesOptions = {},
): AsyncGenerator<readonly FeatureBatch[]> {
  const { views = 1, batchSize = 256, seed = 0, rows = { start: 0, end: split.count }, onProgress, signal } = options;
  checkOptions({ views, batchSize, seed });
  const running = 'run' in classifier ? classifier : startClassifier(classifier);
  try {
    if (running.classes === 0) {
      throw new RangeError('extractFeatures: `classifier` must have a head, got one without');
    }
    for (let start = rows.start; start < rows.end; start += batchSize) {
      signal?.throwIfAborted();
      const batch = { start, end: Math.min(start + batchSize, rows.end) };
      const labels = split.labels.slice(batch.start, batch.end);
      const pixels = await split.read(batch);
      const outputs: FeatureBatch[] = [];
      for (let view = 0; view < views; view++) {
        const output = await runView(running, pixels, { split, batch, view, options: { ...options, seed } });
        outputs.push({ rows: labels.length, ...output, labels });
      }
      yield outputs;
      onProgress?.({ done: batch.end - rows.start, total: rows.end - rows.start });
    }
  } finally {
    if (running !== classifier) running.dispose();
  }
}

interface ViewRequest {
  readonly split: ImageSplit;
  readonly batch: RowRange;
  readonly view: number;
  readonly options: ExtractFeaturesOptions & { readonly seed: number };
}

async function runView(running: RunningClassifier, pixels: Uint8Array, request: ViewRequest) {
  const { split, batch, view, options } = request;
  const { augmentation = {}, seed } = options;
  if (view === 0) return running.run(pixels);
  if ('kind' in augmentation) return running.run(await split.read(batch, { augmentation, seedParts: [seed, view] }));
  const varied = pixels.slice();
  const rows = Int32Array.from({ length: batch.end - batch.start }, (_, place) => batch.start + place);
  augmentBatch(varied, rows, running.image, { augmentation, seedParts: [seed, view] });
  return running.run(varied);
}

function checkOptions({
  seed,
  ...sizes
}: {
  readonly seed: number;
  readonly views: number;
  readonly batchSize: number;
}) {
  for (const [name, value] of Object.entries(sizes)) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new RangeError(`extractFeatures: \`${name}\` must be a positive integer, got ${value}`);
    }
  }
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`extractFeatures: \`seed\` must be a safe integer, got ${seed}`);
  }
}
