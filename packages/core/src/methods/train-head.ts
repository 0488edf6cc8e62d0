import * as tf from '@tensorflow/tfjs';
import type { FeatureSource } from '../features/feature-source.js';
import { gatheringStore } from '../fitting/gathering-store.js';
import type { Objective } from '../fitting/objective.js';
import { FitDivergedError } from '../fitting/one-fit.js';
import type { OptimizerState } from '../fitting/optimizer.js';
import { runSgd } from '../fitting/run-sgd.js';
import type { Sampler } from '../fitting/samplers.js';
import { scoresOfFrozen } from '../heads/linear-logits.js';
import { softmaxResiduals } from '../losses/softmax-residuals.js';
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

/**
 * The weighted mean loss of a head, and its gradient. The backend that runs multiplies, in float32; what lies between the logits and
 * their gradient is taken in float64 on the host, which is several times faster than a score of small operations.
 */
function headObjective({ head, loss }: HeadTask): Objective {
  return {
    async evaluate(parameters, batch) {
      const { labels, rows } = batch;
      const count = labels.filter((label) => label >= 0).length;
      const gradient = new Float64Array(parameters.length);
      const weightOf = (label: number) => (label < 0 ? 0 : (loss.classWeights?.[label] ?? 1));
      const divisor = labels.reduce((sum, label) => sum + weightOf(label), 0);
      // Ignored rows, and rows of classes without weight, say nothing.
      if (divisor === 0) return { loss: 0, divisor: 0, gradient, count, confidence: count };
      const x = tf.tensor2d(batch.features, [rows, batch.features.length / rows]);
      const tensors = tensorsOf(head, parameters);
      const { multiply, dispose } = scoresOfFrozen();
      const logitsOf = (...given: tf.Tensor[]) => head.logits(x, given, multiply);
      try {
        const logits = await readAndFree(tf.tidy(() => logitsOf(...tensors)));
        const { total, residuals } = lossAndResiduals(
          logits,
          labels,
          (label) => weightOf(label) / divisor,
          loss.offsets,
        );
        const parts = tf.tidy(() =>
          tf.grads(logitsOf)(tensors, tf.tensor2d(residuals, [rows, residuals.length / rows])),
        );
        let place = 0;
        for (const part of parts) {
          gradient.set(await readAndFree(part), place);
          place += part.size;
        }
        return { loss: total, divisor: 1, gradient, count, confidence: count };
      } finally {
        dispose();
        tf.dispose([x, ...tensors]);
      }
    },
  };
}

async function readAndFree(tensor: tf.Tensor): Promise<Float32Array> {
  try {
    return await tensor.data<'float32'>();
  } finally {
    tensor.dispose();
  }
}

/** `-sum_i w_i log softmax(z_i + offset)_{y_i}` and its gradient by the logits [N, K]: 0 for rows without weight. */
function lossAndResiduals(
  logits: Float32Array,
  labels: Int32Array,
  weightOf: (label: number) => number,
  offsets: ArrayLike<number> | undefined,
): { readonly total: number; readonly residuals: Float32Array } {
  const classes = logits.length / labels.length;
  const residuals = new Float32Array(logits.length);
  const row = new Float64Array(classes);
  let total = 0;
  for (let i = 0; i < labels.length; i++) {
    const weight = weightOf(labels[i]);
    if (weight === 0) continue;
    for (let k = 0; k < classes; k++) row[k] = logits[i * classes + k] + (offsets?.[k] ?? 0);
    total += softmaxResiduals(row, labels[i], weight);
    residuals.set(row, i * classes);
  }
  return { total, residuals };
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
