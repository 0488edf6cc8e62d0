import * as tf from '@tensorflow/tfjs';
import type { FeatureBatch, FeatureSource } from '../features/feature-source.js';
import { gatheringStore } from '../fitting/gathering-store.js';
import type { Objective } from '../fitting/objective.js';
import { FitDivergedError } from '../fitting/one-fit.js';
import type { OptimizerState } from '../fitting/optimizer.js';
import { runSgd } from '../fitting/run-sgd.js';
import type { Sampler } from '../fitting/samplers.js';
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

/**
 * Trains a head on frozen features, in float32 on the backend that runs.
 *
 * @returns the vector it ends with
 * @throws FitDivergedError where the loss stops being a number; the reason of `signal`
 */
export async function trainHead(source: FeatureSource, task: HeadTask, schedule: HeadSchedule): Promise<Float64Array> {
  const { learningRate, weightDecay, onStep, signal } = schedule;
  const group = { start: 0, end: task.start.length, learningRate, weightDecay, decayTarget: 0 };
  const problem = { store: gatheringStore(source, headObjective(task)), groups: [group] };
  const settings = { ...schedule, momentum: 0.9, schedule: { kind: 'cosine' } } as const;
  let state: OptimizerState = { step: 0, parameters: task.start, memory: {}, done: false };
  for await (const step of runSgd(problem, settings, state)) {
    state = step.state;
    if (!Number.isFinite(step.loss)) {
      throw new FitDivergedError(`trainHead: diverged at step ${state.step}: lower the learning rate`);
    }
    onStep?.({ step: state.step, totalSteps: step.totalSteps, loss: step.loss });
    signal?.throwIfAborted();
  }
  return state.parameters;
}

/** The weighted mean loss of a head, and its gradient, as float32 tensors. */
function headObjective({ head, loss }: HeadTask): Objective {
  return {
    async evaluate(parameters, batch) {
      const { classWeights } = loss;
      const count = batch.labels.filter((label) => label >= 0).length;
      const gradient = new Float64Array(parameters.length);
      // Ignored rows, and rows of classes without weight, say nothing: 0/0 is not for the backend to meet.
      if (!batch.labels.some((label) => label >= 0 && (classWeights?.[label] ?? 1) > 0)) {
        return { loss: 0, divisor: 0, gradient, count, confidence: count };
      }
      const outputs = tf.tidy(() => {
        const { value, grads } = tf.valueAndGrads(lossOf(head, loss, batch))(tensorsOf(head, parameters));
        return [value, ...grads];
      });
      const [value, ...parts] = await Promise.all(outputs.map((tensor) => tensor.data()));
      outputs.forEach((tensor) => tensor.dispose());
      let place = 0;
      for (const part of parts) {
        gradient.set(part, place);
        place += part.length;
      }
      return { loss: value[0], divisor: 1, gradient, count, confidence: count };
    },
  };
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

function lossOf(head: TrainableHead, { classWeights, offsets }: HeadLoss, { features, labels, rows }: FeatureBatch) {
  const x = tf.tensor2d(features, [rows, features.length / rows]);
  const y = tf.tensor1d(labels, 'int32');
  return (...tensors: tf.Tensor[]) => {
    const logits = head.logits(x, tensors);
    const moved = offsets ? tf.add(logits, tf.tensor1d(Float32Array.from(offsets))) : logits;
    return alignmentLoss(moved, y, { classWeights });
  };
}
