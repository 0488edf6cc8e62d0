import type { ClassifierOutput } from './run-classifier.js';
import { startClassifier } from './start-classifier.js';
import type { TrainedClassifier } from './trained-classifier.js';

/**
 * Features and logits of images in memory, on the active backend, in evaluation mode. For many calls start the classifier once,
 * with `startClassifier`.
 *
 * @param pixels bytes [N, height, width, channels]
 * @param options `batchSize`: images that are run at once, default 256
 * @returns features [N, D] and logits [N, K]
 * @throws RangeError when `pixels` does not hold whole images, or `batchSize` is no positive integer
 *
 * @example
 * ```ts
 * import { predictClasses } from '@disalign/core';
 * import { predictImages, type TrainedClassifier } from '@disalign/classification';
 * async function nameOf(classifier: TrainedClassifier, image: Uint8Array) {
 *   const { logits } = await predictImages(classifier, image);
 *   return classifier.classNames[predictClasses(logits, classifier.classNames.length)[0]];
 * }
 * ```
 */
export async function predictImages(
  classifier: TrainedClassifier,
  pixels: Uint8Array,
  { batchSize = 256 }: { readonly batchSize?: number } = {},
): Promise<ClassifierOutput> {
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`predictImages: \`batchSize\` must be a positive integer, got ${batchSize}`);
  }
  const { height, width, channels } = classifier.image;
  const batchBytes = batchSize * height * width * channels;
  const running = startClassifier(classifier);
  try {
    const outputs: ClassifierOutput[] = [];
    for (let start = 0; start < pixels.length; start += batchBytes) {
      outputs.push(await running.run(pixels.subarray(start, start + batchBytes)));
    }
    return {
      features: join(outputs.map(({ features }) => features)),
      logits: join(outputs.map(({ logits }) => logits)),
    };
  } finally {
    running.dispose();
  }
}

function join(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const part of parts) {
    joined.set(part, place);
    place += part.length;
  }
  return joined;
}
