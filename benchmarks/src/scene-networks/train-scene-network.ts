import {
  clipGradients,
  initializeParameters,
  nesterovSgd,
  type NamedParameters,
  type ParameterDescription,
} from '@disalign/classification';
import { alignmentLoss, learningRateAt, linearLogits, type StoredTensorOf } from '@disalign/core';
import * as tf from '@tensorflow/tfjs';
import { createSceneNetwork } from './create-scene-network.js';
import { sceneBatches, type SceneBatch } from './scene-batches.js';
import type { SceneImages } from './scene-images.js';
import type { SceneHead, SceneNetwork } from './scene-network.js';
import type { SceneTraining, TrainedSceneNetwork } from './trained-scene-network.js';

/** What is trained, and who is told how far it is. */
export interface TrainSceneNetworkOptions {
  readonly head: SceneHead;
  /** K */
  readonly classes: number;
  readonly training: SceneTraining;
  /** Told after each step. */
  readonly onProgress?: (progress: {
    readonly step: number;
    readonly totalSteps: number;
    readonly loss: number;
  }) => void;
  readonly signal?: AbortSignal;
}

/** What a training gives. */
export interface SceneTrainingResult {
  readonly parameters: TrainedSceneNetwork['parameters'];
  /** Mean over the steps of the last epoch. */
  readonly lastEpochLoss: number;
}

/**
 * Stage 1: the network from its first draw, by plain cross-entropy over the cells of crops, on the active backend. SGD with Nesterov
 * momentum, polynomial decay of the rate (power 0.9) after a warm-up; gradients are clipped, without which rates of 0.1 end in NaN.
 *
 * @throws Error when the loss is no longer finite; what `signal` was aborted with
 */
export async function trainSceneNetwork(
  scenes: SceneImages,
  { head, classes, training, onProgress, signal }: TrainSceneNetworkOptions,
): Promise<SceneTrainingResult> {
  const network = createSceneNetwork(head);
  const descriptions = [...network.parameters, ...lastLayer(classes, network.featureSize)];
  const parameters = initializeParameters(descriptions, training.seed);
  const trained = [...parameters.values()].filter((variable) => variable.trainable);
  const optimizer = nesterovSgd(trained, training);
  const schedule = { kind: 'poly', warmUp: { steps: training.warmUpSteps } } as const;
  try {
    let lastEpochLoss = 0;
    for (const batch of sceneBatches(scenes, training)) {
      const { step, totalSteps, stepsPerEpoch } = batch;
      signal?.throwIfAborted();
      const loss = await readScalar(() => {
        const logits = () => sceneLogits(network, parameters, imagesOf(batch, training.cropSize));
        const labels = tf.tensor1d(batch.labels, 'int32');
        const { value, grads } = tf.variableGrads(
          () => alignmentLoss(tf.reshape(logits(), [-1, classes]), labels),
          trained,
        );
        const rate = learningRateAt(schedule, training.learningRate, batch);
        optimizer.step(clipGradients(grads, training.gradientNorm), rate);
        return value;
      });
      if (!Number.isFinite(loss)) throw new Error(`trainSceneNetwork: the loss of step ${step} is ${loss}`);
      lastEpochLoss = (step % stepsPerEpoch === 0 ? 0 : lastEpochLoss) + loss / stepsPerEpoch;
      onProgress?.({ step: step + 1, totalSteps, loss });
      // Lets timers and signals in.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    return { parameters: await takeParameters(parameters), lastEpochLoss };
  } finally {
    tf.dispose([...parameters.values()]);
    optimizer.dispose();
  }
}

/** The last layer, which starts as PyTorch's do: uniform in +-1 / sqrt(D). */
export function lastLayer(classes: number, featureSize: number): ParameterDescription[] {
  const initialize: ParameterDescription['initialize'] = (random) =>
    (2 * random.nextFloat() - 1) / Math.sqrt(featureSize);
  return [
    { name: 'head.weight', shape: [classes, featureSize], trainable: true, initialize },
    { name: 'head.bias', shape: [classes], trainable: true, initialize },
  ];
}

function sceneLogits(network: SceneNetwork, parameters: NamedParameters, images: tf.Tensor4D): tf.Tensor {
  const features = network.extractFeatures(parameters, images, 'training');
  const weight = parameters.get('head.weight') as tf.Variable<tf.Rank.R2>;
  return linearLogits(features, { weight, bias: parameters.get('head.bias') as tf.Variable<tf.Rank.R1> });
}

function imagesOf({ inputs }: SceneBatch, cropSize: number): tf.Tensor4D {
  return tf.tensor4d(inputs, [inputs.length / cropSize ** 2, cropSize, cropSize, 1]);
}

async function readScalar(make: () => tf.Scalar): Promise<number> {
  const scalar = tf.tidy(make);
  const [value] = await scalar.data();
  scalar.dispose();
  return value;
}

async function takeParameters(parameters: NamedParameters): Promise<ReadonlyMap<string, StoredTensorOf<'F32'>>> {
  const taken = new Map<string, StoredTensorOf<'F32'>>();
  for (const [name, variable] of parameters) {
    // A backend may hand out a view of what it will change.
    const data = Float32Array.from(await variable.data<'float32'>());
    taken.set(name, { dtype: 'F32', shape: [...variable.shape], data });
  }
  return taken;
}
