import { createBackbone } from '../backbones/create-backbone.js';
import { standardizeImages } from '../data/standardize-images.js';
import { runClassifier, type RunningClassifier } from './run-classifier.js';
import type { TrainedClassifier } from './trained-classifier.js';

/**
 * Puts a classifier on the active backend, to run batch after batch.
 *
 * @throws RangeError when a parameter is missing; from `run`, when `pixels` does not hold whole images
 *
 * @example
 * ```ts
 * import { startClassifier, type TrainedClassifier } from '@disalign/classification';
 * async function predict(classifier: TrainedClassifier, batch: Uint8Array) {
 *   const running = startClassifier(classifier);
 *   const { logits } = await running.run(batch);
 *   running.dispose();
 *   return logits;
 * }
 * ```
 */
export function startClassifier({
  backbone,
  parameters,
  head,
  image,
  classNames,
}: TrainedClassifier): RunningClassifier {
  const { height, width, channels } = image;
  return runClassifier({
    backbone: createBackbone(backbone),
    parameters,
    head,
    image,
    classes: classNames.length,
    standardize: (pixels) => standardizeImages(pixels, height * width * channels),
  });
}
