import * as tf from '@tensorflow/tfjs';
import { alignmentLoss, learningRateAt, type TopKAccuracy } from '@disalign/core';
import type { Backbone } from '../backbones/backbone.js';
import { initializeParameters } from '../backbones/initialize-parameters.js';
import type { NamedParameters } from '../backbones/layers/layer.js';
import type { ImageDataSet } from '../data/image-data-set.js';
import { checkTraining } from './check-training.js';
import { evaluateClassifier } from './evaluate-classifier.js';
import { describeHead, headLogits } from './head-variables.js';
import { nesterovSgd, type NesterovSgd } from './nesterov-sgd.js';
import { takeClassifier } from './take-classifier.js';
import type { ClassifierDescription, TrainedClassifier, TrainingSettings } from './trained-classifier.js';
import { trainingBatches, type TrainingBatch } from './training-batches.js';

/** A step that was done. */
export interface TrainingProgress {
  /** From 0. */
  readonly epoch: number;
  /** Steps done. */
  readonly step: number;
  readonly totalSteps: number;
  /** Of the step's batch, before the step. */
  readonly loss: number;
}

/** How a classifier is trained; settings that are left out have their defaults. */
export interface TrainClassifierOptions extends Partial<TrainingSettings> {
  readonly backbone: Backbone;
  /** Draws the first parameters, the order of the images and their views. */
  readonly seed: number;
  /** What the data set was made with, to be kept with the classifier. */
  readonly dataSetOptions?: ClassifierDescription['dataSet']['options'];
  /** Told after each step. */
  readonly onProgress?: (progress: TrainingProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Stage 1 of two-stage training: backbone and head jointly, by plain cross-entropy. Every image is equally likely, unless `sampler` says otherwise:
 * see `Sampler`.
 *
 * Defaults: 15 epochs in batches of 128 (what is left of an epoch after the last whole batch
 * is dropped, another part each time), rate 0.1 with 100 steps of warm-up and a cosine to 0, Nesterov momentum 0.9,
 * weight decay 1e-3 on all parameters as PyTorch's SGD has it; a linear head, no augmentation. It runs on the active backend. One seed
 * gives one result on `cpu` and `wasm`; libtensorflow and graphics cards may add in another order each time.
 *
 * @throws RangeError for options out of range, or a data set that does not fit the backbone
 * @throws Error when the loss is no longer finite; what `signal` was aborted with
 *
 * @example
 * ```ts
 * import { startBackend } from '@disalign/core';
 * import { glyphLongTail, residualGlyphNet, trainClassifier } from '@disalign/classification';
 * await startBackend('wasm');
 * const data = await glyphLongTail({ seed: 0, maxTrainCount: 5, validationPerClass: 1 });
 * const classifier = await trainClassifier(data, { backbone: residualGlyphNet({ width: 2 }), seed: 0, epochs: 1 });
 * ```
 */
export async function trainClassifier(data: ImageDataSet, options: TrainClassifierOptions): Promise<TrainedClassifier> {
  const training = checkTraining(data, options);
  const { backbone, dataSetOptions = {}, signal } = options;
  const network = startNetwork(data, backbone, training);
  try {
    const lastEpochLoss = await runSteps(data, network, { ...options, training });
    const classifier = await takeClassifier(network.parameters, training.head.kind, {
      backbone: backbone.settings,
      classNames: data.classNames,
      trainCounts: data.trainCounts,
      image: { height: data.height, width: data.width, channels: data.channels, standardization: 'per-image' },
      dataSet: { name: data.name, options: dataSetOptions },
      training,
      environment: { backend: tf.getBackend(), versions: { '@tensorflow/tfjs': tf.version.tfjs } },
      metrics: { lastEpochLoss, accuracy: {} },
    });
    return await evaluateSplits(classifier, data, signal);
  } finally {
    network.dispose();
  }
}

/** A network under training, on the backend. */
interface Network {
  readonly parameters: NamedParameters;
  readonly trained: tf.Variable[];
  readonly optimizer: NesterovSgd;
  readonly logits: (images: tf.Tensor4D) => tf.Tensor;
  readonly dispose: () => void;
}

function startNetwork(data: ImageDataSet, backbone: Backbone, training: TrainingSettings): Network {
  const { head } = training;
  const { featureSize } = backbone;
  const descriptions = [
    ...backbone.parameters,
    ...describeHead(head, { classes: data.classNames.length, featureSize }),
  ];
  const parameters = initializeParameters(descriptions, training.seed);
  const trained = [...parameters.values()].filter((variable) => variable.trainable);
  const optimizer = nesterovSgd(trained, training);
  return {
    parameters,
    trained,
    optimizer,
    logits: (images) => headLogits(head.kind, parameters, backbone.extractFeatures(parameters, images, 'training')),
    dispose: () => {
      tf.dispose([...parameters.values()]);
      optimizer.dispose();
    },
  };
}

type RunOptions = Pick<TrainClassifierOptions, 'onProgress' | 'signal'> & { readonly training: TrainingSettings };

/** @returns the mean loss of the last epoch */
async function runSteps(data: ImageDataSet, network: Network, options: RunOptions): Promise<number> {
  const { training, onProgress, signal } = options;
  const { warmUpSteps, scheduledPer } = training;
  const schedule = { kind: 'cosine', per: scheduledPer, warmUp: { steps: warmUpSteps } } as const;
  let epochLoss = 0;
  signal?.throwIfAborted();
  for await (const batch of trainingBatches(data, training)) {
    const { epoch, step, totalSteps, stepsPerEpoch } = batch;
    const loss = await trainStep(network, data, batch, learningRateAt(schedule, training.learningRate, batch));
    if (!Number.isFinite(loss))
      throw new Error(`trainClassifier: the loss of step ${step} is ${loss}: lower the learning rate`);
    epochLoss = (step % stepsPerEpoch === 0 ? 0 : epochLoss) + loss / stepsPerEpoch;
    onProgress?.({ epoch, step: step + 1, totalSteps, loss });
    // Lets timers and signals in: on most backends nothing else here waits for them.
    await new Promise((resolve) => setTimeout(resolve, 0));
    signal?.throwIfAborted();
  }
  return epochLoss;
}

/** @returns the loss, all that is read back from the backend */
async function trainStep(network: Network, shape: ImageDataSet, batch: TrainingBatch, rate: number): Promise<number> {
  const loss = tf.tidy(() => {
    const labels = tf.tensor1d(batch.labels, 'int32');
    const images = tf.tensor4d(batch.inputs, [labels.size, shape.height, shape.width, shape.channels]);
    const { value, grads } = tf.variableGrads(() => alignmentLoss(network.logits(images), labels), network.trained);
    network.optimizer.step(grads, rate);
    return value;
  });
  const [value] = await loss.data();
  loss.dispose();
  return value;
}

async function evaluateSplits(
  classifier: TrainedClassifier,
  { splits }: ImageDataSet,
  signal: AbortSignal | undefined,
): Promise<TrainedClassifier> {
  const { train, validation } = splits;
  const measured: Record<string, TopKAccuracy> = {};
  for (const [name, split] of Object.entries({ train, validation })) {
    if (split.count === 0) continue;
    const { accuracy, meanClassAccuracy } = await evaluateClassifier(classifier, split, { signal });
    measured[name] = { accuracy, meanClassAccuracy };
  }
  return { ...classifier, metrics: { ...classifier.metrics, accuracy: measured } };
}
