import { featuresInMemory, type FeatureSource } from '@disalign/core';
import type { ImageSplit } from '../data/image-data-set.js';
import { featureBatches, type ExtractFeaturesOptions } from './feature-batches.js';
import type { RunningClassifier } from './run-classifier.js';
import { startClassifier } from './start-classifier.js';
import type { TrainedClassifier } from './trained-classifier.js';

/**
 * Features and logits of a split as the frozen classifier sees them, computed once and kept in memory: (D + K) float32
 * numbers for each view of each image. It runs on the active backend, in evaluation mode. `featureBatches` keeps nothing.
 *
 * @param classifier a running one is not disposed of
 * @throws RangeError for options out of range, or a classifier without a head; what `signal` was aborted with; what the split throws
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
  classifier: TrainedClassifier | RunningClassifier,
  split: ImageSplit,
  options: ExtractFeaturesOptions = {},
): Promise<FeatureSource> {
  const { views = 1, rows = { start: 0, end: split.count } } = options;
  const running = 'run' in classifier ? classifier : startClassifier(classifier);
  try {
    const batches = featureBatches(running, split, options);
    // Options are checked before memory is asked for.
    const first = await batches.next();
    const labels = split.labels.slice(rows.start, rows.end);
    const { classes, featureSize } = running;
    const kept = Array.from({ length: views }, () => ({
      features: new Float32Array(labels.length * featureSize),
      logits: new Float32Array(labels.length * classes),
    }));
    let done = 0;
    for (let next = first; !next.done; next = await batches.next()) {
      for (const [view, { features, logits }] of next.value.entries()) {
        kept[view].features.set(features, done * featureSize);
        kept[view].logits.set(logits, done * classes);
      }
      done += next.value[0].rows;
    }
    return featuresInMemory({ views: kept, labels, featureSize, classes });
  } finally {
    if (running !== classifier) running.dispose();
  }
}
