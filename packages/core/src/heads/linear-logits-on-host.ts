// N rows, D features, K classes.

/** A linear classifier head as host arrays, in PyTorch's layout. */
export interface LinearHeadArrays {
  readonly classes: number;
  readonly featureSize: number;
  /** float32 [K, D], row-major. */
  readonly weight: Float32Array;
  /** float32 [K]; null: none. */
  readonly bias: Float32Array | null;
}

/**
 * Logits of a linear head on the host: `z_j = w_j . x + b_j` (paper Eq. 2), summed in float64 and rounded to float32 once.
 *
 * Plain JavaScript, about a thousand million multiplications a second: for data that has no logits of its own.
 *
 * @param features float32 [N, D], row-major
 * @returns float32 [N, K], row-major
 * @throws RangeError when weight, bias or features do not fit K and D
 *
 * @example
 * ```ts
 * import { linearLogitsOnHost } from '@disalign/core';
 * const head = { classes: 2, featureSize: 2, weight: Float32Array.of(1, 0, 1, 1), bias: Float32Array.of(0, 5) };
 * linearLogitsOnHost(Float32Array.of(1, 2), head); // [1, 8]
 * ```
 */
export function linearLogitsOnHost(features: Float32Array, head: LinearHeadArrays): Float32Array {
  const { classes, featureSize, weight, bias } = head;
  checkHead(head);
  const biases = bias ?? new Float32Array(classes);
  const rows = features.length / featureSize;
  if (!Number.isInteger(rows)) {
    throw new RangeError(
      `linearLogitsOnHost: \`features\` must hold rows of ${featureSize} numbers, got ${features.length} numbers`,
    );
  }
  const logits = new Float32Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    const x = row * featureSize;
    const z = row * classes;
    let j = 0;
    // Four sums at a time: one alone would wait for its own last addition.
    for (; j + 4 <= classes; j += 4) {
      let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
      for (let d = 0, w = j * featureSize; d < featureSize; d++, w++) {
        const value = features[x + d];
        sum0 += value * weight[w];
        sum1 += value * weight[w + featureSize];
        sum2 += value * weight[w + 2 * featureSize];
        sum3 += value * weight[w + 3 * featureSize];
      }
      logits[z + j] = sum0 + biases[j];
      logits[z + j + 1] = sum1 + biases[j + 1];
      logits[z + j + 2] = sum2 + biases[j + 2];
      logits[z + j + 3] = sum3 + biases[j + 3];
    }
    for (; j < classes; j++) {
      let sum = 0;
      for (let d = 0, w = j * featureSize; d < featureSize; d++, w++) sum += features[x + d] * weight[w];
      logits[z + j] = sum + biases[j];
    }
  }
  return logits;
}

function checkHead({ classes, featureSize, weight, bias }: LinearHeadArrays): void {
  for (const [name, size] of Object.entries({ classes, featureSize })) {
    if (Number.isSafeInteger(size) && size > 0) continue;
    throw new RangeError(`linearLogitsOnHost: \`head.${name}\` must be a positive integer, got ${size}`);
  }
  if (weight.length !== classes * featureSize) {
    throw new RangeError(
      `linearLogitsOnHost: \`head.weight\` must be [${classes}, ${featureSize}], got ${weight.length} numbers`,
    );
  }
  if (bias !== null && bias.length !== classes) {
    throw new RangeError(`linearLogitsOnHost: \`head.bias\` must be [${classes}], got ${bias.length} numbers`);
  }
}
