import * as tf from '@tensorflow/tfjs';
import type { FeatureBatch, FeatureSource } from '../features/feature-source.js';
import { memoryStore } from '../fitting/gathering-store.js';
import { FitDivergedError } from '../fitting/one-fit.js';
import type { Sampler } from '../fitting/samplers.js';
import { learningRateAt, type FitPosition, type Schedule } from '../fitting/schedule.js';
import { sgdBatches } from '../fitting/sgd-batches.js';
import { momentumStep, type Moving } from '../fitting/tensors/momentum-step.js';
import { alignmentLoss } from '../losses/alignment-loss.js';
import type { TrainableHead } from './trainable-head.js';

// N rows, K classes, D features.

/** The loss that a head is trained by: `-sum_i w_{y_i} log softmax(z_i + offset)_{y_i}`, over the sum of the weights. */
export interface HeadLoss {
  /** [K] Default: 1 for each class. */
  readonly classWeights?: ArrayLike<number>;
  /** [K] added to the logits in the loss alone. Default: none. */
  readonly offsets?: ArrayLike<number>;
}

/** Stochastic gradient descent with momentum 0.9 and a cosine to 0. */
export interface HeadSchedule {
  /** `auto`: 10, or as many more as make 600 steps of a small data set. */
  readonly epochs: number | 'auto';
  readonly batchSize: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly sampler: Sampler;
  readonly seed: number;
  readonly onStep?: (progress: { readonly step: number; readonly totalSteps: number; readonly loss: number }) => void;
  readonly signal?: AbortSignal;
}

/** A head to train from a start, and by what. */
export interface HeadTask {
  readonly head: TrainableHead;
  readonly start: Float64Array;
  readonly loss: HeadLoss;
}

const MOMENTUM = 0.9;
const COSINE: Schedule = { kind: 'cosine' };

/**
 * Trains a head on frozen features, in float32 on the backend that runs, where its tensors stay.
 *
 * @returns the vector it ends with
 * @throws FitDivergedError where the loss stops being a number; the reason of `signal`
 */
export async function trainHead(source: FeatureSource, task: HeadTask, schedule: HeadSchedule): Promise<Float64Array> {
  const { onStep, signal } = schedule;
  const training = startTraining(task, schedule);
  const settings = { ...schedule, momentum: MOMENTUM, schedule: COSINE };
  try {
    for await (const { rows, batch, position } of sgdBatches(memoryStore(source), settings, 0)) {
      const loss = await training.step(rows.gather(batch), position);
      const step = position.step + 1;
      if (!Number.isFinite(loss)) {
        throw new FitDivergedError(`trainHead: diverged at step ${step}: lower the learning rate`);
      }
      onStep?.({ step, totalSteps: position.totalSteps, loss });
      signal?.throwIfAborted();
    }
    return await training.read();
  } finally {
    training.dispose();
  }
}

/** A head whose tensors are on the device. */
interface HeadTraining {
  /** Takes a step on a batch. @returns its loss before the step; 0 for a batch that says nothing */
  step(batch: FeatureBatch, position: FitPosition): Promise<number>;
  /** The vector as it stands. */
  read(): Promise<Float64Array>;
  dispose(): void;
}

function startTraining({ head, start, loss }: HeadTask, { learningRate, weightDecay }: HeadSchedule): HeadTraining {
  const { classWeights } = loss;
  const offsets = loss.offsets && tf.tensor1d(Float32Array.from(loss.offsets));
  const decay = weightDecay === 0 ? null : { strength: tf.scalar(weightDecay), target: tf.scalar(0) };
  let moving: Moving[] = tensorsOf(head, start).map((parameters) => ({
    parameters,
    velocity: tf.zerosLike(parameters),
  }));

  function lossAndGradients({ rows, features, labels }: FeatureBatch): { value: tf.Tensor; grads: tf.Tensor[] } {
    const x = tf.tensor2d(features, [rows, head.featureSize]);
    const y = tf.tensor1d(labels, 'int32');
    const lossOf = (...tensors: tf.Tensor[]) => {
      const logits = head.logits(x, tensors);
      return alignmentLoss(offsets ? tf.add(logits, offsets) : logits, y, { classWeights });
    };
    return tf.valueAndGrads(lossOf)(moving.map(({ parameters }) => parameters));
  }

  return {
    async step(batch, position) {
      // Ignored rows, and rows of classes without weight, say nothing.
      if (!batch.labels.some((label) => label >= 0 && (classWeights?.[label] ?? 1) > 0)) return 0;
      const { value, moved } = tf.tidy(() => {
        const { value, grads } = lossAndGradients(batch);
        const rate = tf.scalar(learningRateAt(COSINE, learningRate, position));
        const step = { momentum: MOMENTUM, rate, decay };
        return { value, moved: moving.map((part, i) => momentumStep(part, grads[i], step)) };
      });
      tf.dispose(moving);
      moving = moved;
      return (await readAndFree(value))[0];
    },
    async read() {
      const whole = tf.tidy(() => tf.concat1d(moving.map(({ parameters }) => parameters.as1D())));
      return Float64Array.from(await readAndFree(whole));
    },
    dispose: () => tf.dispose([moving, { ...decay }, offsets ?? []]),
  };
}

async function readAndFree(tensor: tf.Tensor): Promise<Float32Array> {
  try {
    return await tensor.data<'float32'>();
  } finally {
    tensor.dispose();
  }
}

function tensorsOf({ shapes }: TrainableHead, parameters: Float64Array): tf.Tensor[] {
  let place = 0;
  return shapes.map((shape) => {
    const length = shape.reduce((product, size) => product * size, 1);
    const values = new Float32Array(parameters.subarray(place, place + length));
    place += length;
    return tf.tensor(values, [...shape]);
  });
}
