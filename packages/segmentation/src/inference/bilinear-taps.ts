import { packTaps, type Taps } from './taps.js';

/**
 * Bilinear interpolation along one axis, from `inputs` to `outputs` samples, with pixel centres at halves (PyTorch's
 * align_corners=False, without antialiasing): output i lies at `(inputs / outputs) (i + 1/2) - 1/2`, moved into the image.
 *
 * The position is rounded to float32 where PyTorch rounds it. It multiplies and subtracts in one step, with one rounding; computed
 * in float64, positions near 1,000 would differ by 6e-5, and so would the interpolated values.
 */
export function bilinearTaps(inputs: number, outputs: number): Taps {
  const scale = Math.fround(inputs / outputs);
  const rows = Array.from({ length: outputs }, (_, output) => {
    const position = Math.max(0, Math.fround(scale * (output + 0.5) - 0.5));
    const below = Math.min(Math.floor(position), inputs - 1);
    const above = Math.min(below + 1, inputs - 1);
    const share = position - below;
    return above === below
      ? new Map([[below, 1]])
      : new Map([
          [below, 1 - share],
          [above, share],
        ]);
  });
  return packTaps(inputs, rows);
}
