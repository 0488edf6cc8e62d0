/** Weights are integers in units of 2^-22, as in Pillow: a byte times a weight, and the sum of all, fit in 31 bits. */
export const WEIGHT_BITS = 22;

/** The inputs of each output along one axis. */
export interface ResampleTaps {
  /** Outputs. */
  readonly count: number;
  /** First input of each output [count], and how many there are [count]. */
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  /** [count, most]; those of output i fill the first `lengths[i]`. */
  readonly weights: Int32Array;
  readonly most: number;
}

/**
 * Taps of an antialiased bilinear resize along one axis, from `inputs` to `outputs` samples with centres at halves.
 *
 * With s = inputs / outputs and f = max(s, 1), output i lies at c = (i + 1/2) s; input j has the weight
 * max(0, 1 - |j + 1/2 - c| / f), divided by the sum of all. As Pillow's `precompute_coeffs` computes them.
 *
 * @param wanted half-open range of outputs
 */
export function resampleTaps(
  inputs: number,
  outputs: number,
  wanted: { readonly start: number; readonly end: number },
): ResampleTaps {
  const scale = inputs / outputs;
  const support = Math.max(scale, 1);
  const most = 2 * Math.ceil(support) + 1;
  const count = wanted.end - wanted.start;
  const taps = { starts: new Int32Array(count), lengths: new Int32Array(count), weights: new Int32Array(count * most) };
  const shares = new Float64Array(most);
  for (let place = 0; place < count; place++) {
    const center = (wanted.start + place + 0.5) * scale;
    const start = Math.max(0, Math.trunc(center - support + 0.5));
    const length = Math.min(inputs, Math.trunc(center + support + 0.5)) - start;
    let sum = 0;
    for (let tap = 0; tap < length; tap++) {
      shares[tap] = Math.max(0, 1 - Math.abs((tap + start - center + 0.5) * (1 / support)));
      sum += shares[tap];
    }
    taps.starts[place] = start;
    taps.lengths[place] = length;
    for (let tap = 0; tap < length; tap++) {
      taps.weights[place * most + tap] = Math.trunc(0.5 + (shares[tap] / sum) * 2 ** WEIGHT_BITS);
    }
  }
  return { count, most, ...taps };
}
