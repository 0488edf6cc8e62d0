import { createRandom, type FoldedCalibration, type LabelledHostRows } from '@disalign/core';
import type { SpeedCase } from './speed-case.js';

// N rows of a batch, D features, K classes.

/** A data set for one case: blocks of drawn numbers, repeated over as many batches as it has. */
export interface CaseData {
  readonly sizes: SpeedCase;
  readonly batches: number;
  readonly featureBlock: Float32Array;
  readonly logitBlock: Float32Array;
  readonly labelBlock: Int32Array;
  /** Blend form, on raw features; float32 numbers, so that every contestant starts from the same. */
  readonly calibration: FoldedCalibration & { readonly confidence: { weight: Float64Array; bias: number } };
  /** [K] float32 numbers. */
  readonly classWeights: Float64Array;
}

/** Primes, so that no two rows are alike before the block has been used as often as a row has numbers. */
const [FEATURE_BLOCK, LOGIT_BLOCK, LABEL_BLOCK] = [1_048_573, 524_287, 65_521];

/** Draws a data set of about so many megabytes, two batches at least; the same on every run. */
export function drawCase(sizes: SpeedCase, megabytes: number): CaseData {
  const { rows, featureSize, classes } = sizes;
  const random = createRandom(11, rows, featureSize, classes);
  const normals = (length: number, deviation: number, mean = 0): Float32Array =>
    Float32Array.from({ length }, () => mean + deviation * random.normal());
  const batchBytes = 4 * rows * (featureSize + classes);
  return {
    sizes,
    batches: Math.max(2, Math.round((megabytes * 1e6) / batchBytes)),
    featureBlock: normals(FEATURE_BLOCK, 1),
    logitBlock: normals(LOGIT_BLOCK, 3),
    labelBlock: Int32Array.from({ length: LABEL_BLOCK }, () => random.nextInt(classes)),
    calibration: {
      form: 'blend',
      // In 0.5 to 2 the change from the identity is exact in float32.
      scale: Float64Array.from(normals(classes, 0.1, 1), (scale) => Math.min(Math.max(scale, 0.5), 2)),
      bias: Float64Array.from(normals(classes, 0.5)),
      confidence: { weight: Float64Array.from(normals(featureSize, 0.02)), bias: Math.fround(0.1) },
    },
    classWeights: Float64Array.from(normals(classes, 0.3), (exponent) => Math.fround(Math.exp(exponent))),
  };
}

/** One batch of the data set. */
export function readBatch(
  data: CaseData,
  batch: number,
): LabelledHostRows & { features: Float32Array; logits: Float32Array } {
  const { rows, featureSize, classes } = data.sizes;
  return {
    rows,
    features: tile(data.featureBlock, new Float32Array(rows * featureSize), batch),
    logits: tile(data.logitBlock, new Float32Array(rows * classes), batch),
    labels: tile(data.labelBlock, new Int32Array(rows), batch),
  };
}

/** Fills the batch of that number: the data set is the block again and again. */
export function tile<T extends Float32Array | Int32Array>(block: T, into: T, batch: number): T {
  let start = (batch * into.length) % block.length;
  for (let done = 0; done < into.length; start = 0) {
    const part = block.subarray(start, start + into.length - done);
    into.set(part, done);
    done += part.length;
  }
  return into;
}
