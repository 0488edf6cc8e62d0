import * as tf from '@tensorflow/tfjs';
import { createBackbone } from '../backbones/create-backbone.js';
import { standardizeImages } from '../data/standardize-images.js';
import { headLogits } from './head-variables.js';
import type { TrainedClassifier } from './trained-classifier.js';

// N images, D features, K classes.

/** What a network makes of images. */
export interface ClassifierOutput {
  /** [N, D] row-major. */
  readonly features: Float32Array;
  /** [N, K] row-major: scores before softmax. */
  readonly logits: Float32Array;
}

/** A classifier whose parameters lie on the active backend. */
export interface RunningClassifier {
  /** Features and logits of one batch of images, bytes [N, height, width, channels], in evaluation mode. */
  readonly run: (pixels: Uint8Array) => Promise<ClassifierOutput>;
  /** Frees the parameters. */
  readonly dispose: () => void;
}

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
export function startClassifier(classifier: TrainedClassifier): RunningClassifier {
  const backbone = createBackbone(classifier.backbone);
  const { height, width, channels } = classifier.image;
  const imageSize = height * width * channels;
  const parameters = uploadParameters(classifier, backbone.featureSize);
  return {
    run: async (pixels) => {
      if (pixels.length % imageSize !== 0) {
        throw new RangeError(
          `startClassifier: \`pixels\` must hold whole images of ${height} x ${width} x ${channels} bytes, got ${pixels.length}`,
        );
      }
      const count = pixels.length / imageSize;
      if (count === 0) return { features: new Float32Array(), logits: new Float32Array() };
      const outputs = tf.tidy(() => {
        const images = tf.tensor4d(standardizeImages(pixels, imageSize), [count, height, width, channels]);
        const features = backbone.extractFeatures(parameters, images, 'evaluation');
        return [features, headLogits(classifier.head.kind, parameters, features)];
      });
      try {
        const [features, logits] = await Promise.all(outputs.map((tensor) => tensor.data<'float32'>()));
        return { features, logits };
      } finally {
        tf.dispose(outputs);
      }
    },
    dispose: () => tf.dispose([...parameters.values()]),
  };
}

function uploadParameters({ parameters, head, classNames }: TrainedClassifier, featureSize: number) {
  const classes = classNames.length;
  const upload = (data: Float32Array, shape: readonly number[]) =>
    tf.tidy(() => tf.variable(tf.tensor(data, [...shape]), false));
  const uploaded = new Map([...parameters].map(([name, { data, shape }]) => [name, upload(data, shape)]));
  uploaded.set('head.weight', upload(head.weight, [classes, featureSize]));
  if (head.kind === 'cosine') uploaded.set('head.scale', upload(Float32Array.of(head.scale), []));
  else uploaded.set('head.bias', upload(head.bias ?? new Float32Array(classes), [classes]));
  return uploaded;
}
