import * as tf from '@tensorflow/tfjs';
import { identityScale } from '../../calibration/identity-calibration.js';
import { ALIGN_SUMS } from '../../kernels/kernel-contract.js';
import { runAlign } from '../../kernels/run-align.js';
import type { EngineProblem } from '../engines/fit-engine.js';
import { divisorOf } from '../objective.js';
import type { BatchRecord, OptimizedGroup, OptimizerState } from '../optimizer.js';
import { groupRanges, type ParameterLayout } from '../parameter-vector.js';
import { scaleWeights } from '../scale-weights.js';
import { type FitPosition, learningRateAt } from '../schedule.js';
import type { SgdSettings } from '../sgd-batches.js';
import { momentumStep, type Moving } from './momentum-step.js';
import type { TensorRows } from './tensor-store.js';

// P parameters, B rows of a batch.

/** Gradient descent whose parameters are on the device. */
export interface TensorDescent {
  /** Takes a step on a batch, given by row numbers of the source. Waits for nothing. */
  step(rows: TensorRows, batch: Int32Array, position: FitPosition): void;
  /**
   * Parameters and velocity, and what the batches since the last read were like.
   *
   * @throws Error if the device did not compute
   */
  read(): Promise<{ parameters: Float64Array; velocity: Float64Array; batches: BatchRecord[] }>;
  dispose(): void;
}

/** What the steps depend on. */
export interface TensorDescentProblem extends EngineProblem {
  readonly settings: Pick<SgdSettings, 'momentum' | 'schedule'>;
  /** [N] of the whole source. */
  readonly labels: Int32Array;
}

/** Puts parameters and velocity on the device. The steps are those of `runSgd`. */
export function startDescent(problem: TensorDescentProblem, start: OptimizerState): TensorDescent {
  const { setting, groups, settings, labels } = problem;
  const size = start.parameters.length;
  const identity = tf.tensor1d(scaleIdentity(setting.layout));
  const decay = decayOf(groups, size);
  const memberships = tf.tensor1d(membershipsOf(groups, size), 'int32');
  let moving: Moving = {
    parameters: tf.tensor1d(Float32Array.from(start.parameters)),
    velocity: tf.tensor1d(Float32Array.from(start.memory.velocity ?? new Float64Array(size))),
  };
  let unread: { readonly count: number; readonly sums: tf.Tensor1D }[] = [];

  /** The gradient of the batch's mean loss by the parameters, and its sums. Features are standardised, so that theta need not be folded. */
  function evaluate(rows: TensorRows, batch: Int32Array, classWeights: Float32Array) {
    const selection = tf.tensor1d(rows.places(batch), 'int32');
    const theta = tf.sub(moving.parameters, identity);
    const output = runAlign({ ...rows.tensors, theta, selection, classWeights: tf.tensor1d(classWeights) });
    return { gradient: tf.slice1d(output, 0, size), sums: tf.slice1d(output, size, ALIGN_SUMS) };
  }

  function move(gradient: tf.Tensor1D, position: FitPosition): Moving {
    const rates = groups.map(({ learningRate }) => learningRateAt(settings.schedule, learningRate, position));
    const rate = tf.gather(tf.tensor1d([0, ...rates]), memberships);
    return momentumStep(moving, gradient, { momentum: settings.momentum, rate, decay });
  }

  return {
    step(rows, batch, position) {
      const weights = scaleWeights(labels, batch, setting.classWeights);
      const divisor = divisorOf(setting.reduction, { ...weights, rows: batch.length });
      // A batch of ignored rows, or of classes without weight, says nothing.
      const says = weights.count > 0 && divisor > 0;
      const perDivisor = says ? weights.largest / divisor : 0;
      const scaled = weights.scaled.map((weight) => weight * perDivisor);
      const { gradient, sums } = tf.tidy(() => evaluate(rows, batch, scaled));
      unread.push({ count: weights.count, sums });
      if (says) {
        const moved = tf.tidy(() => move(gradient, position));
        tf.dispose(moving);
        moving = moved;
      }
      gradient.dispose();
    },

    async read() {
      const read = tf.tidy(() => {
        const parts = [moving.parameters, moving.velocity, ...unread.map(({ sums }) => sums)];
        return tf.concat1d(parts.map((part) => part.as1D()));
      });
      const values = Float64Array.from(await read.data());
      tf.dispose([read, unread.map(({ sums }) => sums)]);
      const batches = unread.map(({ count }, i) => {
        const start = 2 * size + i * ALIGN_SUMS;
        return recordOf(values.subarray(start, start + ALIGN_SUMS), count);
      });
      unread = [];
      return { parameters: values.slice(0, size), velocity: values.slice(size, 2 * size), batches };
    },

    dispose() {
      tf.dispose([moving, identity, memberships, unread.map(({ sums }) => sums), { ...decay }]);
    },
  };
}

function recordOf([loss, , counted, confidence]: Float64Array, count: number): BatchRecord {
  if (counted !== count) {
    throw new Error(
      `fitCalibration: ${tf.getBackend()} computed ${counted} of ${count} rows: it is out of memory, or has lost its device`,
    );
  }
  return { loss, meanConfidence: count > 0 ? confidence / count : 1 };
}

/** [P] what theta's scale change is relative to; 0 elsewhere. */
function scaleIdentity(layout: ParameterLayout): Float32Array {
  const { scale, confidence } = groupRanges(layout);
  return new Float32Array(confidence.end).fill(identityScale(layout.form), scale.start, scale.end);
}

/** [P] the number of each parameter's group, from 1 on; 0: in none. */
function membershipsOf(groups: readonly OptimizedGroup[], size: number): Int32Array {
  const memberships = new Int32Array(size);
  groups.forEach(({ start, end }, i) => memberships.fill(i + 1, start, end));
  return memberships;
}

/** Strength and target of the decay of each parameter, [P]; null without any. */
function decayOf(
  groups: readonly OptimizedGroup[],
  size: number,
): { strength: tf.Tensor1D; target: tf.Tensor1D } | null {
  if (groups.every(({ weightDecay }) => weightDecay === 0)) return null;
  const [strength, target] = [new Float32Array(size), new Float32Array(size)];
  for (const { start, end, weightDecay, decayTarget } of groups) {
    strength.fill(weightDecay, start, end);
    target.fill(decayTarget, start, end);
  }
  return { strength: tf.tensor1d(strength), target: tf.tensor1d(target) };
}
