/** Blurs a square plane with a 3-tap Gaussian along x, then along y; the border repeats. A `sigma` of 0 leaves it alone. */
export function blurInPlace(plane: Float32Array, side: number, sigma: number): void {
  if (sigma === 0) return;
  const neighbour = Math.exp(-1 / (2 * sigma * sigma));
  const norm = 1 / (1 + 2 * neighbour);
  for (const [step, stride] of [
    [1, side],
    [side, 1],
  ]) {
    for (let start = 0; start < side * stride; start += stride) {
      let before = plane[start];
      for (let index = 0; index < side; index++) {
        const position = start + index * step;
        const here = plane[position];
        const after = index + 1 < side ? plane[position + step] : here;
        plane[position] = (here + neighbour * (before + after)) * norm;
        before = here;
      }
    }
  }
}
