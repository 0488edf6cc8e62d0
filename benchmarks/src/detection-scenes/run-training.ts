import * as tf from '@tensorflow/tfjs';
import { nesterovSgd } from '@disalign/classification';
import { learningRateAt } from '@disalign/core';
import type { SceneBatch } from './draw-scenes.js';

/** How steps are made. */
export interface StepSettings {
  readonly epochs: number;
  readonly scenesPerStep: number;
  readonly learningRate: number;
  readonly weightDecay: number;
}

/** Who is told of a step, and who can end it all. */
export interface TrainingSurroundings {
  readonly onProgress?: (progress: { readonly step: number; readonly steps: number; readonly loss: number }) => void;
  readonly signal?: AbortSignal;
}

/** What is trained, and on what. */
export interface Training {
  readonly variables: tf.Variable[];
  readonly batches: readonly SceneBatch[];
  /** Prepares a step on the host, and gives its loss. */
  readonly lossOf: (scenes: readonly number[], epoch: number) => () => tf.Scalar;
}

const MOMENTUM = 0.9;
const schedule = { kind: 'cosine', warmUp: { steps: 100 } } as const;

/**
 * Gradient descent with Nesterov momentum, a warm-up of 100 steps and a cosine to 0.
 *
 * @throws Error when the loss is no longer finite; what `signal` was aborted with; the variables then are disposed of
 */
export async function runTraining(
  { variables, batches, lossOf }: Training,
  { epochs, learningRate, weightDecay }: StepSettings,
  { onProgress, signal }: TrainingSurroundings,
): Promise<void> {
  const optimizer = nesterovSgd(variables, { momentum: MOMENTUM, weightDecay });
  const steps = batches.length;
  try {
    for (const [step, { scenes, epoch }] of batches.entries()) {
      const lossOfStep = lossOf(scenes, epoch);
      const rate = learningRateAt(schedule, learningRate, { step, totalSteps: steps, stepsPerEpoch: steps / epochs });
      const loss = tf.tidy(() => {
        const { value, grads } = tf.variableGrads(lossOfStep, variables);
        optimizer.step(grads, rate);
        return value;
      });
      const [value] = await loss.data();
      loss.dispose();
      if (!Number.isFinite(value))
        throw new Error(`runTraining: the loss of step ${step} is ${value}: lower the learning rate`);
      onProgress?.({ step: step + 1, steps, loss: value });
      // Lets timers and signals in: on most backends nothing else here waits for them.
      await new Promise((resolve) => setTimeout(resolve, 0));
      signal?.throwIfAborted();
    }
  } catch (error) {
    tf.dispose(variables);
    throw error;
  } finally {
    optimizer.dispose();
  }
}
