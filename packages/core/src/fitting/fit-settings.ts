import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { isFused } from '../kernels/is-fused.js';
import { ALIGN_KERNEL } from '../kernels/kernel-contract.js';
import { availableArithmetic } from '../kernels/wasm/wasm-kernels.js';
import type { ParameterGroup } from './parameter-vector.js';

const nonNegative = z.number().nonnegative();
const positive = z.number().positive();
const count = z.number().int().positive();

const learned = z.boolean().default(true);

type PerGroup = Readonly<Record<ParameterGroup, number>>;

/** One number for all groups, or one for each, with a default for those left out. */
const perGroup = (defaults: PerGroup) =>
  z
    .union([nonNegative, z.strictObject({ scale: nonNegative, bias: nonNegative, confidence: nonNegative }).partial()])
    .default(defaults)
    .transform((value): PerGroup => {
      if (typeof value === 'number') return { scale: value, bias: value, confidence: value };
      return { ...defaults, ...value };
    });

const schedule = z.intersection(
  z.object({ warmUp: z.strictObject({ steps: count, startFactor: nonNegative.optional() }).optional() }),
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('constant') }),
    z.object({ kind: z.literal('cosine'), per: z.enum(['step', 'epoch']).optional() }),
    z.object({ kind: z.literal('multistep'), milestones: z.array(count), factor: positive.optional() }),
    z.object({ kind: z.literal('poly'), power: positive.optional(), minimum: nonNegative.optional() }),
  ]),
);

const decay = {
  /** L2 pull, per group or for all. */
  weightDecay: perGroup({ scale: 0, bias: 0, confidence: 0 }),
  /** What the pull is towards: logits as they were, or parameters of 0 (the authors' code). */
  decayTowards: z.enum(['identity', 'zero']).default('identity'),
};

const sgd = z.strictObject({
  kind: z.literal('sgd'),
  /** Passes over the data; `auto`: 10, or as many more as make 600 steps of a small data set. */
  epochs: z.union([count, z.literal('auto')]).default('auto'),
  batchSize: count.default(256),
  /** Margins are to move by a few units, magnitudes by tenths; a confidence that moves fast goes to 0 and stays there. */
  learningRate: perGroup({ scale: 0.01, bias: 0.3, confidence: 0.01 }),
  momentum: nonNegative.default(0.9),
  schedule: schedule.default({ kind: 'cosine' }),
  sampler: z
    .enum(['instance-balanced', 'square-root', 'class-balanced', 'progressively-balanced'])
    .default('instance-balanced'),
  ...decay,
});

const lbfgs = z.strictObject({
  kind: z.literal('lbfgs'),
  maxIterations: count.default(100),
  memory: count.default(10),
  gradientTolerance: nonNegative.default(1e-7),
  lossTolerance: nonNegative.default(1e-6),
  ...decay,
});

/**
 * Settings of a fit: plain data, written into the calibration file. Every one has a default but `optimizer`, whose kind `fitCalibration`
 * chooses by the size of the data.
 */
export const fitSettingsSchema = z.strictObject({
  form: z.enum(['blend', 'additive']).default('blend'),
  /** Which parts are learned; the others stay at the identity (the confidence at 1). */
  learn: z.strictObject({ scale: learned, bias: learned, confidence: learned }).prefault({}),
  /** Strength of re-weighting; `auto` tries 0, 0.1, ... 3 and takes the best on validation data. */
  rho: z.union([nonNegative, z.literal('auto')]).default('auto'),
  /** How `auto` goes over them; `coarse-to-fine` tries at most 15 of the 31. */
  rhoSearch: z.enum(['grid', 'coarse-to-fine']).default('grid'),
  /**
   * How often the classes occur where the model will be used, see `TargetPrior`. It makes the reference distribution, see
   * `classWeights`, and it weighs what `rho: 'auto'`, early stopping and the verdict are judged by.
   */
  targetPrior: z
    .union([z.enum(['uniform', 'training', 'backward']), z.array(nonNegative).readonly()])
    .default('uniform'),
  /**
   * What `rho: 'auto'` and early stopping make the largest on validation rows, as a mean over classes: top-1 accuracy, or intersection
   * over union, which a row that is wrong costs two classes.
   */
  chooseBy: z.enum(['class-accuracy', 'iou']).default('class-accuracy'),
  reduction: z.enum(['weights', 'count', 'all']).default('weights'),
  normalization: z.enum(['sum', 'classes']).default('sum'),
  zeroCounts: z.enum(['error', 'as-one', 'no-weight']).default('error'),
  /** What the confidence layer makes of its score: the paper's, or that of the authors' segmentation code, on engine `host` alone. */
  confidenceForm: z.enum(['sigmoid', 'rectified']).default('sigmoid'),
  /**
   * What the head makes of its logits: one distribution over all classes, or a yes or no for each on its own, see `AlignmentHead`. Sigmoid
   * on engine `host` alone, and its re-weighting counts under `normalization: 'classes'`.
   */
  probabilities: z.enum(['softmax', 'sigmoid']).default('softmax'),
  /** Column of a detector's background, which stays as it is and weighs 1; it counts as a class where a fit is judged. null: none. */
  background: z.enum(['first', 'last']).nullable().default(null),
  /** Standardise the features that the confidence layer reads. */
  standardize: z.boolean().default(true),
  /** Where none is asked for: L-BFGS up to a million logits (rows times views times classes), gradient descent above. */
  optimizer: z.discriminatedUnion('kind', [sgd, lbfgs]),
  /**
   * `host`: float64 in plain JavaScript. For gradient descent also `wasm`: float32 in the fused WebAssembly kernels, on
   * threads in Node; and `tensors`: float32 on the TensorFlow.js backend that runs.
   * `auto`: host for L-BFGS; for gradient descent tensors where webgpu runs, else wasm, or host where there is no SIMD.
   */
  engine: z.enum(['auto', 'host', 'wasm', 'tensors']).default('auto'),
  /** Rounds the same on every machine: `wasm` does without fused multiply-add. */
  deterministic: z.boolean().default(false),
  /** Share of the training rows set aside where no validation data are given; 0: none. */
  validationFraction: z.number().min(0).lt(1).default(0.2),
  /** Stop after this many epochs (L-BFGS: iterations) without a better validation score, see `chooseBy`, and keep the best. */
  earlyStop: z.strictObject({ patience: count }).nullable().default(null),
  seed: z.number().int().default(0),
});

/** Settings with every default filled in. */
export type FitSettings = z.output<typeof fitSettingsSchema>;
/** Settings as a caller writes them: everything may be left out. */
export type FitSettingsInput = Partial<z.input<typeof fitSettingsSchema>>;

/** Up to so many logits (rows times views times classes) L-BFGS is the default: seconds, and the optimum. */
const MOST_LOGITS_FOR_LBFGS = 1e6;

/**
 * Fills in the defaults, settles what computes, and checks the rules.
 *
 * @param logits how many there are to fit to, which decides between the optimisers where none is asked for
 * @throws RangeError naming the first setting that breaks a rule
 *
 * @example
 * import { completeFitSettings } from '@disalign/core';
 * const rows = 115_846;
 * completeFitSettings({ rho: 1.2 }, rows * 1000).optimizer.kind; // 'sgd'
 */
export function completeFitSettings(input: FitSettingsInput, logits: number): FitSettings {
  const isSmall =
    logits <= MOST_LOGITS_FOR_LBFGS && (input.engine === undefined || ['auto', 'host'].includes(input.engine));
  const chosen = input.optimizer ?? { kind: isSmall ? 'lbfgs' : 'sgd' };
  const result = fitSettingsSchema.safeParse({ ...input, optimizer: chosen });
  if (!result.success) {
    const { path, message } = result.error.issues[0];
    throw new RangeError(`fitCalibration: \`${path.join('.') || 'settings'}\`: ${message}`);
  }
  const settings = result.data;
  const { engine } = settings;
  const { kind } = settings.optimizer;
  if (engine === 'auto') return { ...settings, engine: kind === 'sgd' ? fastestEngine(settings) : 'host' };
  if (engine !== 'host' && kind === 'lbfgs') {
    throw new RangeError(
      `fitCalibration: \`engine\` must be 'host' with L-BFGS, whose line search needs float64, got '${engine}'`,
    );
  }
  if (engine !== 'host' && settings.confidenceForm === 'rectified') {
    throw new RangeError(
      `fitCalibration: \`engine\` must be 'host' with a rectified confidence, which the kernels do not have, got '${engine}'`,
    );
  }
  if (engine !== 'host' && settings.probabilities === 'sigmoid') {
    throw new RangeError(
      `fitCalibration: \`engine\` must be 'host' with a sigmoid head, which the kernels do not have, got '${engine}'`,
    );
  }
  return settings;
}

function fastestEngine(settings: FitSettings): FitSettings['engine'] {
  if (settings.confidenceForm === 'rectified' || settings.probabilities === 'sigmoid') return 'host';
  if (tf.getBackend() === 'webgpu' && isFused(ALIGN_KERNEL)) return 'tensors';
  return availableArithmetic(settings) ? 'wasm' : 'host';
}
