/** Weights are integers in units of 2^-22, as in Pillow: a byte times a weight, and the sum of all, fit in 31 bits. */
export const WEIGHT_BITS = 22;

/**
 * How pixels between pixels are computed: `bilinear` and `bicubic` (Keys' cubic with a = -1/2) with antialiasing, as Pillow and torchvision
 * do; `bilinear-without-antialiasing` between the two nearest pixels, however much the image shrinks, as OpenCV does.
 */
export type Interpolation = 'bilinear' | 'bicubic' | 'bilinear-without-antialiasing';

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
 * Taps of a resize along one axis, from `inputs` to `outputs` samples with centres at halves.
 *
 * With s = inputs / outputs and f = max(s, 1), or f = 1 without antialiasing, output i lies at c = (i + 1/2) s; input j has the weight
 * h((j + 1/2 - c) / f), divided by the sum of all, where bilinear h(t) = max(0, 1 - |t|). As Pillow's `precompute_coeffs` computes them.
 *
 * @param wanted half-open range of outputs
 */
export function resampleTaps(
  inputs: number,
  outputs: number,
  { start: first, end, interpolation = 'bilinear' }: { start: number; end: number; interpolation?: Interpolation },
): ResampleTaps {
  const scale = inputs / outputs;
  const { weight, radius } = kernels[interpolation];
  const stretch = interpolation === 'bilinear-without-antialiasing' ? 1 : Math.max(scale, 1);
  const support = radius * stretch;
  const most = 2 * Math.ceil(support) + 1;
  const count = end - first;
  const taps = { starts: new Int32Array(count), lengths: new Int32Array(count), weights: new Int32Array(count * most) };
  const shares = new Float64Array(most);
  for (let place = 0; place < count; place++) {
    const center = (first + place + 0.5) * scale;
    const start = Math.max(0, Math.trunc(center - support + 0.5));
    const length = Math.min(inputs, Math.trunc(center + support + 0.5)) - start;
    let sum = 0;
    for (let tap = 0; tap < length; tap++) {
      shares[tap] = weight((tap + start - center + 0.5) * (1 / stretch));
      sum += shares[tap];
    }
    taps.starts[place] = start;
    taps.lengths[place] = length;
    for (let tap = 0; tap < length; tap++) {
      const share = (shares[tap] / sum) * 2 ** WEIGHT_BITS;
      taps.weights[place * most + tap] = Math.trunc(share < 0 ? share - 0.5 : share + 0.5);
    }
  }
  return { count, most, ...taps };
}

const triangle = { radius: 1, weight: (t: number) => Math.max(0, 1 - Math.abs(t)) };
const kernels: Readonly<Record<Interpolation, { radius: number; weight: (t: number) => number }>> = {
  bilinear: triangle,
  bicubic: { radius: 2, weight: cubic },
  'bilinear-without-antialiasing': triangle,
};

/** Keys' cubic convolution, a = -1/2; the terms in Pillow's order. */
function cubic(t: number): number {
  const a = -0.5;
  const x = Math.abs(t);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
}
