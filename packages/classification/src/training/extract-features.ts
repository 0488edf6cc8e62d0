import { featuresInMemory, type FeatureSource, type FeatureView, type RowRange } from '@disalign/core';
import type { ImageSplit } from '../data/image-data-set.js';
import type { PhotographAugmentation } from '@disalign/core/photographs';
import { augmentBatch } from './augment-batch.js';
import { startClassifier, type RunningClassifier } from './start-classifier.js';
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
 * Features and logits of a split as the frozen classifier sees them, computed once and kept in memory: (D + K) float32
 * numbers for each view of each image. It runs on the active backend, in evaluation mode.
 *
 * @throws RangeError for options out of range; what `signal` was aborted with; what the split throws
 *
 * @example
 * ```ts
 * import { extractFeatures, type ImageDataSet, type TrainedClassifier } from '@disalign/classification';
 * async function trainingFeatures(classifier: TrainedClassifier, data: ImageDataSet) {
 *   return extractFeatures(classifier, data.splits.train, { views: 4, seed: 1 });
 * }
 * ```
 */
export async function extractFeatures(
  classifier: TrainedClassifier,
  split: ImageSplit,
  options: ExtractFeaturesOptions = {},
): Promise<FeatureSource> {
  const { views = 1, batchSize = 256, seed = 0, rows = { start: 0, end: split.count }, onProgress, signal } = options;
  checkOptions({ views, batchSize, seed });
  const labels = split.labels.slice(rows.start, rows.end);
  const running = startClassifier(classifier);
  try {
    const classes = classifier.classNames.length;
    const featureSize = classifier.head.weight.length / classes;
    const kept = Array.from({ length: views }, () => ({
      features: new Float32Array(labels.length * featureSize),
      logits: new Float32Array(labels.length * classes),
    }));
    for (let start = rows.start; start < rows.end; start += batchSize) {
      signal?.throwIfAborted();
      const batch = { start, end: Math.min(start + batchSize, rows.end) };
      const pixels = await split.read(batch);
      for (const [view, { features, logits }] of kept.entries()) {
        const output = await runView(running, pixels, {
          classifier,
          split,
          batch,
          view,
          options: { ...options, seed },
        });
        features.set(output.features, (start - rows.start) * featureSize);
        logits.set(output.logits, (start - rows.start) * classes);
      }
      onProgress?.({ done: batch.end - rows.start, total: labels.length });
    }
    return featuresInMemory({ views: kept satisfies FeatureView[], labels, featureSize, classes });
  } finally {
    running.dispose();
  }
}

interface ViewRequest {
  readonly classifier: TrainedClassifier;
  readonly split: ImageSplit;
  readonly batch: RowRange;
  readonly view: number;
  readonly options: ExtractFeaturesOptions & { readonly seed: number };
}

async function runView(running: RunningClassifier, pixels: Uint8Array, request: ViewRequest) {
  const { classifier, split, batch, view, options } = request;
  const { augmentation = {}, seed } = options;
  if (view === 0) return running.run(pixels);
  if ('kind' in augmentation) return running.run(await split.read(batch, { augmentation, seedParts: [seed, view] }));
  const varied = pixels.slice();
  const rows = Int32Array.from({ length: batch.end - batch.start }, (_, place) => batch.start + place);
  augmentBatch(varied, rows, classifier.image, { augmentation, seedParts: [seed, view] });
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
