import { alignmentOnHost, calibrateOnHost } from '@disalign/core';
import { readBatch, type CaseData } from './draw-case.js';
import type { Pass, SpeedCase } from './speed-case.js';

/** Rows of a forward pass that are compared. */
export const CHECKED_ROWS = 64;

/** What every contestant has to find on the first batch, and where its parts end. */
export interface ExactValues {
  /**
   * Forward: the calibrated logits of the first 64 rows, pixel by pixel however they are stored. Gradients: by scale K, bias K, weight D,
   * confidence bias; the loss.
   */
  readonly values: Float64Array;
  readonly ends: readonly number[];
}

/** Float64 in plain JavaScript; the loss is divided by the sum of the rows' weights. */
export function exactValues(data: CaseData, pass: Pass): ExactValues {
  const batch = readBatch(data, 0);
  if (pass === 'gradients') return exactGradients(data, batch);
  return exactForward(data, pass === 'forward' ? batch : firstPixels(batch, data.sizes));
}

/** The rows that are compared, of numbers that are stored channel by channel. */
function firstPixels(
  { features, logits, ...batch }: ReturnType<typeof readBatch>,
  { rows, featureSize, classes }: SpeedCase,
): ReturnType<typeof readBatch> {
  const count = Math.min(rows, CHECKED_ROWS);
  const transpose = (planes: Float32Array, channels: number) =>
    Float32Array.from({ length: count * channels }, (_, i) => planes[(i % channels) * rows + Math.floor(i / channels)]);
  return { ...batch, features: transpose(features, featureSize), logits: transpose(logits, classes) };
}

function exactForward({ sizes, calibration }: CaseData, batch: ReturnType<typeof readBatch>): ExactValues {
  const { featureSize, classes } = sizes;
  const rows = Math.min(sizes.rows, CHECKED_ROWS);
  const [mean, deviation] = [new Float64Array(featureSize), new Float64Array(featureSize).fill(1)];
  const values = calibrateOnHost(
    {
      rows,
      features: batch.features.subarray(0, rows * featureSize),
      logits: batch.logits.subarray(0, rows * classes),
    },
    { ...calibration, confidence: { ...calibration.confidence, mean, deviation } },
  );
  return { values, ends: [values.length] };
}

function exactGradients({ calibration, classWeights }: CaseData, batch: ReturnType<typeof readBatch>): ExactValues {
  const { gradient, loss, weight } = alignmentOnHost(batch, calibration, classWeights);
  const layer = gradient.confidence ? [...gradient.confidence.weight, gradient.confidence.bias] : [];
  const values = Float64Array.of(...gradient.scale, ...gradient.bias, ...layer, loss).map((value) => value / weight);
  const classes = calibration.scale.length;
  return { values, ends: [classes, 2 * classes, values.length - 1, values.length] };
}

/** The largest difference over the largest value, of the part that is worst. */
export function largestError(actual: ArrayLike<number>, { values, ends }: ExactValues): number {
  if (actual.length !== values.length) {
    throw new RangeError(`largestError: \`actual\` must hold ${values.length} numbers, got ${actual.length}`);
  }
  const errors = ends.map((end, part) => {
    let [difference, largest] = [0, 0];
    for (let i = ends[part - 1] ?? 0; i < end; i++) {
      difference = Math.max(difference, Math.abs(actual[i] - values[i]));
      largest = Math.max(largest, Math.abs(values[i]));
    }
    return difference / largest;
  });
  return Math.max(...errors);
}
