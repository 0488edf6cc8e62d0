import * as tf from '@tensorflow/tfjs';
import type { Backbone } from '../backbones/backbone.js';
import type { StoredParameters } from '../backbones/layers/layer.js';
import type { ImageShape } from '../data/image-data-set.js';
import { headLogits } from './head-variables.js';
import type { ClassifierHead } from './trained-classifier.js';

// N images, D features, K classes.

/** What a network makes of images. */
export interface ClassifierOutput {
  /** [N, D] row-major. */
  readonly features: Float32Array;
  /** [N, K] row-major: scores before softmax. */
  readonly logits: Float32Array;
}

/** A classifier whose parameters lie on a backend. */
export interface RunningClassifier {
  /** What it takes. */
  readonly image: ImageShape;
  /** K; 0: it has no head, and gives no logits. */
  readonly classes: number;
  /** D */
  readonly featureSize: number;
  /** Features and logits of one batch of images, bytes [N, height, width, channels], in evaluation mode. */
  readonly run: (pixels: Uint8Array) => Promise<ClassifierOutput>;
  /** Frees the parameters. */
  readonly dispose: () => void;
}

/** A frozen network with its head, on the host. */
export interface ClassifierParts {
  readonly backbone: Backbone;
  readonly parameters: StoredParameters;
  /** null: none. */
  readonly head: ClassifierHead | null;
  readonly classes: number;
  readonly image: ImageShape;
  /** What the backbone takes, of bytes. */
  readonly standardize: (pixels: Uint8Array) => Float32Array;
}

/** Puts a network on the active backend. @throws RangeError when a parameter is missing or has another shape */
export function runClassifier(parts: ClassifierParts): RunningClassifier {
  const { backbone, head, classes, image, standardize } = parts;
  const { height, width, channels } = image;
  const { featureSize } = backbone;
  const imageSize = height * width * channels;
  const frozen = backbone.freeze(parts.parameters);
  const headParameters = head ? uploadHead(head, { classes, featureSize }) : new Map<string, tf.Variable>();
  return {
    image,
    classes,
    featureSize,
    run: async (pixels) => {
      if (pixels.length % imageSize !== 0) {
        throw new RangeError(
          `startClassifier: \`pixels\` must hold whole images of ${height} x ${width} x ${channels} bytes, got ${pixels.length}`,
        );
      }
      const count = pixels.length / imageSize;
      if (count === 0) return { features: new Float32Array(), logits: new Float32Array() };
      const outputs = tf.tidy(() => {
        const images = tf.tensor4d(standardize(pixels), [count, height, width, channels]);
        const features = frozen.extractFeatures(images);
        return head ? [features, headLogits(head.kind, headParameters, features)] : [features];
      });
      try {
        const [features, logits = new Float32Array()] = await Promise.all(
          outputs.map((tensor) => tensor.data<'float32'>()),
        );
        return { features, logits };
      } finally {
        tf.dispose(outputs);
      }
    },
    dispose: () => {
      frozen.dispose();
      tf.dispose([...headParameters.values()]);
    },
  };
}

function uploadHead(
  head: ClassifierHead,
  { classes, featureSize }: { readonly classes: number; readonly featureSize: number },
): ReadonlyMap<string, tf.Variable> {
  const upload = (data: Float32Array, shape: readonly number[]) =>
    tf.tidy(() => tf.variable(tf.tensor(data, [...shape]), false));
  const weight = upload(head.weight, [classes, featureSize]);
  const other: [string, tf.Variable] =
    head.kind === 'cosine'
      ? ['head.scale', upload(Float32Array.of(head.scale), [])]
      : ['head.bias', upload(head.bias ?? new Float32Array(classes), [classes])];
  return new Map([['head.weight', weight], other]);
}
