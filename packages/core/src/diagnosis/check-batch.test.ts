import { expect, it } from 'vitest';
import { alignOnHost } from '../kernels/align-on-host.js';
import { drawCheckBatch, errorOf } from './check-batch.js';

const check = drawCheckBatch(4, 3, 5);
const exact = (): Float32Array => Float32Array.from(alignOnHost(check.batch, check.calibration, check.classWeights));

it('finds what float32 leaves of the exact values right', () => {
  expect(errorOf(exact(), check)).toBeLessThan(1e-7);
});

it.each([
  ['a gradient by scale', 0],
  ['a gradient by bias', 5],
  ['a gradient by confidence', 10],
  ['the last gradient', 13],
  ['the loss', 14],
])('finds an error in %s', (_, at) => {
  const values = exact();
  values[at] += 1;
  expect(errorOf(values, check)).toBeGreaterThan(1e-2);
});

it('finds values that are missing', () => {
  expect(errorOf(new Float32Array(18), check)).toBe(1);
  expect(errorOf(new Float32Array(18).fill(NaN), check)).toBeNaN();
});
