import { ClassificationCounts, summarizeClassification, type ClassificationSummary } from '@disalign/core';
import type { ImageSplit } from '../data/image-data-set.js';
import { startClassifier } from './start-classifier.js';
import type { TrainedClassifier } from './trained-classifier.js';

/** How the images are run. */
export interface EvaluateClassifierOptions {
  /** Images that are run at once. Default 256. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
}

/**
 * Runs a classifier over a split on the active backend and sums up how well it does. Memory does not grow with the split.
 *
 * @throws what `signal` was aborted with; what the split throws
 *
 * @example
 * ```ts
 * import { evaluateClassifier, type ImageDataSet, type TrainedClassifier } from '@disalign/classification';
 * async function fewShotAccuracy(classifier: TrainedClassifier, data: ImageDataSet) {
 *   return (await evaluateClassifier(classifier, data.splits.test)).meanClassAccuracy.few;
 * }
 * ```
 */
export async function evaluateClassifier(
  classifier: TrainedClassifier,
  split: ImageSplit,
  { batchSize = 256, signal }: EvaluateClassifierOptions = {},
): Promise<ClassificationSummary> {
  const counts = new ClassificationCounts({ classes: classifier.classNames.length });
  const running = startClassifier(classifier);
  try {
    for (let start = 0; start < split.count; start += batchSize) {
      signal?.throwIfAborted();
      const end = Math.min(start + batchSize, split.count);
      const { logits } = await running.run(await split.read({ start, end }));
      counts.add({ logits, labels: split.labels.subarray(start, end) });
    }
  } finally {
    running.dispose();
  }
  return summarizeClassification(counts, classifier.trainCounts);
}
