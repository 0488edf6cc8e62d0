import {
  alignmentLoss,
  calibrateLogits,
  calibrationTensors,
  startBackend,
  type BackendName,
  type CalibrationTensors,
  type StartBackendOptions,
} from '@disalign/core';
import { calibratePixels } from '@disalign/segmentation';
import * as tf from '@tensorflow/tfjs';
import { CHECKED_ROWS } from '../cases/exact-values.js';
import { readBatch, type CaseData } from '../cases/draw-case.js';
import { imageSides, type SpeedTask } from '../cases/speed-case.js';
import type { Contestant, Peer } from './contestant.js';
import { ALIGN_KERNEL, withoutKernels } from './without-kernels.js';

/** A data set on a backend. */
interface LoadedCase {
  readonly data: CaseData;
  readonly batches: readonly { x: tf.Tensor2D; z: tf.Tensor2D; y: tf.Tensor1D }[];
  readonly calibration: CalibrationTensors;
  readonly theta: tf.Tensor1D;
  readonly classWeights: tf.Tensor1D;
  readonly selection: tf.Tensor1D;
}

type Compute = (loaded: LoadedCase, batch: number) => tf.Tensor;

const fused: Readonly<Record<SpeedTask['pass'], Compute>> = {
  forward: ({ batches, calibration }, batch) => calibrateLogits(batches[batch].z, batches[batch].x, calibration),
  'forward-nchw': ({ data, batches, calibration }, batch) =>
    tf.tidy(() => {
      const { height, width } = imageSides(data.sizes);
      // The same numbers, taken for planes.
      const planes = (map: tf.Tensor2D) => tf.reshape<tf.Rank.R4>(map, [1, map.shape[1], height, width]);
      const { x, z } = batches[batch];
      return calibratePixels(planes(z), planes(x), calibration, { layout: 'NCHW' });
    }),
  gradients: ({ batches, theta, classWeights, selection }, batch) => {
    const { x: features, z: logits, y: labels } = batches[batch];
    return tf.engine().runKernel(ALIGN_KERNEL, { features, logits, labels, theta, classWeights, selection });
  },
};

const composed: Readonly<Record<SpeedTask['pass'], Compute>> = {
  forward: (loaded, batch) => withoutKernels(() => fused.forward(loaded, batch)),
  'forward-nchw': (loaded, batch) => withoutKernels(() => fused['forward-nchw'](loaded, batch)),
  gradients: ({ data, batches, calibration }, batch) =>
    tf.tidy(() => {
      const { x, z, y } = batches[batch];
      const { form, scale, bias, confidence } = calibration;
      if (!confidence) throw new Error('the cases have a confidence layer');
      const loss = (...[a, b, weight, offset]: tf.Tensor[]) => {
        const layer = { weight: weight as tf.Tensor1D, bias: offset as tf.Scalar };
        const parts = { form, scale: a as tf.Tensor1D, bias: b as tf.Tensor1D, confidence: layer };
        return alignmentLoss(calibrateLogits(z, x, parts), y, { classWeights: data.classWeights });
      };
      const { value, grads } = tf.valueAndGrads(loss)([scale, bias, confidence.weight, confidence.bias]);
      return tf.concat1d([...grads, value].map((part) => part.as1D()));
    }),
};

/** How its backend starts, and what its fused kernels are called. */
export interface TfjsPeerOptions extends StartBackendOptions {
  readonly fusedName?: string;
}

/**
 * TensorFlow.js on one backend: our fused kernels where it has them, and composed ops.
 *
 * @throws Error where the backend does not start
 */
export async function startTfjsPeer(
  name: BackendName,
  { fusedName = 'fused', ...options }: TfjsPeerOptions = {},
): Promise<Peer> {
  const { device, stop } = await startBackend(name, options);
  const tfName = tf.getBackend();
  let loaded: LoadedCase | undefined;
  const current = (): LoadedCase => {
    if (loaded === undefined) throw new Error(`${name}: no case is loaded`);
    return loaded;
  };
  const kinds = tf.getKernel(ALIGN_KERNEL, tfName) ? (['fused', 'composed'] as const) : (['composed'] as const);
  return {
    description: `${name} (${device})`,
    contestants: kinds.map((kind) =>
      tfjsContestant({ name: `${name}, ${kind === 'fused' ? fusedName : kind}`, kind, tfName, current }),
    ),
    async load(data) {
      await tf.setBackend(tfName);
      loaded = upload(data);
    },
    async unload() {
      await tf.setBackend(tfName);
      const { batches, calibration, theta, classWeights, selection } = current();
      const { scale, bias, confidence } = calibration;
      tf.dispose([scale, bias, { ...confidence }, theta, classWeights, selection]);
      for (const batch of batches) tf.dispose({ ...batch });
      loaded = undefined;
    },
    close: stop,
  };
}

function upload(data: CaseData): LoadedCase {
  const { rows, featureSize, classes } = data.sizes;
  const calibration = calibrationTensors({ ...data.calibration, confidence: withoutStandardization(data) });
  const { scale, bias, confidence } = calibration;
  if (!confidence) throw new Error('the cases have a confidence layer');
  return {
    data,
    calibration,
    batches: Array.from({ length: data.batches }, (_, batch) => {
      const { features, logits, labels } = readBatch(data, batch);
      return {
        x: tf.tensor2d(features, [rows, featureSize]),
        z: tf.tensor2d(logits, [rows, classes]),
        y: tf.tensor1d(labels, 'int32'),
      };
    }),
    theta: tf.tidy(() =>
      tf.concat1d([tf.sub<tf.Tensor1D>(scale, tf.scalar(1)), bias, confidence.weight, confidence.bias.as1D()]),
    ),
    classWeights: tf.tensor1d(Float32Array.from(data.classWeights)),
    selection: tf.range(0, rows, 1, 'int32'),
  };
}

function withoutStandardization({ sizes, calibration }: CaseData) {
  const [mean, deviation] = [new Float64Array(sizes.featureSize), new Float64Array(sizes.featureSize).fill(1)];
  return { ...calibration.confidence, mean, deviation };
}

interface TfjsContestant {
  readonly name: string;
  readonly kind: 'fused' | 'composed';
  readonly tfName: string;
  readonly current: () => LoadedCase;
}

function tfjsContestant({ name, kind, tfName, current }: TfjsContestant): Contestant {
  const computes = { fused, composed }[kind];
  let next = 0;
  return {
    name,
    kind,
    threads: 1,
    takes: () => true,
    async run({ pass, access }, iterations) {
      const loaded = current();
      await tf.setBackend(tfName);
      const start = performance.now();
      for (let i = 1; i <= iterations; i++) {
        if (access === 'streamed') next = (next + 1) % loaded.batches.length;
        const output = computes[pass](loaded, access === 'hot' ? 0 : next);
        if (i === iterations && !synchronous.has(tfName)) await finish(output);
        output.dispose();
      }
      return performance.now() - start;
    },
    async values({ pass }) {
      const loaded = current();
      await tf.setBackend(tfName);
      const output = tf.tidy(() => firstRows(computes[pass](loaded, 0), { pass, sizes: loaded.data.sizes }));
      const values = await output.data();
      output.dispose();
      if (pass !== 'gradients') return values;
      return kind === 'fused' ? meanOf(values) : values;
    },
  };
}

/** Those rows of calibrated logits that are compared, pixel by pixel; gradients as they are. */
function firstRows(
  output: tf.Tensor,
  { pass, sizes }: { pass: SpeedTask['pass']; sizes: CaseData['sizes'] },
): tf.Tensor {
  const { rows, classes } = sizes;
  const count = Math.min(rows, CHECKED_ROWS);
  if (pass === 'forward') return tf.slice(tf.reshape(output, [rows, classes]), [0, 0], [count, classes]);
  if (pass === 'gradients') return output;
  return tf.transpose(tf.slice(tf.reshape(output, [classes, rows]), [0, 0], [classes, count]));
}

/** Backends that have computed when a call returns; wasm's slice would first copy the whole result. */
const synchronous: ReadonlySet<string> = new Set(['cpu', 'wasm']);

/** Reads one number of a result, so that it is there: backends of a graphics card only queue. */
async function finish(output: tf.Tensor): Promise<void> {
  const first = tf.tidy(() => tf.slice1d(output.as1D(), 0, 1));
  await first.data();
  first.dispose();
}

/** The kernel's sums, loss and weight among them, as gradients of the mean and the mean. */
function meanOf(sums: ArrayLike<number>): Float64Array {
  const [loss, weight] = [sums[sums.length - 4], sums[sums.length - 3]];
  return Float64Array.of(...Array.from(sums).slice(0, -4), loss).map((value) => value / weight);
}
