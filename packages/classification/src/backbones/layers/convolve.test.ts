import { presentBackends, startTestBackend, type TestBackend } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, it } from 'vitest';
import { convolve } from './convolve.js';
import type { ConvolveOptions } from './convolve.js';

type Shape4 = [number, number, number, number];

interface Case {
  readonly input: Shape4;
  readonly filter: Shape4;
  readonly stride: number;
  readonly padding: number;
}

const cases: Case[] = [1, 2, 3].flatMap((stride) =>
  [1, 3, 5].flatMap((size) =>
    [
      { height: 8, width: 8 },
      { height: 7, width: 9 },
      { height: 6, width: 11 },
    ].map(({ height, width }): Case => {
      const padding = (size - 1) / 2;
      return { input: [2, height, width, 3], filter: [size, size, 3, 4], stride, padding };
    }),
  ),
);

const draw = (shape: Shape4, seed: number) => tf.randomNormal<tf.Rank.R4>(shape, 0, 1, 'float32', seed);

/** The output, and the gradients of `sum(output * weights)`, by input and by filter. */
async function convolveWithGradients(backend: TestBackend, { input, filter, ...options }: Case & ConvolveOptions) {
  await startTestBackend(backend);
  const tensors = tf.tidy(() => {
    const [x, w] = [draw(input, 1), draw(filter, 2)];
    const output = convolve(x, w, options);
    const weights = draw(output.shape, 3);
    const loss = (a: tf.Tensor4D, b: tf.Tensor4D) => tf.sum(tf.mul(convolve(a, b, options), weights));
    return [output, ...tf.grads((a, b) => loss(a as tf.Tensor4D, b as tf.Tensor4D))([x, w])];
  });
  const values = tensors.map((tensor) => Array.from(tensor.dataSync()));
  const shapes = tensors.map((tensor) => tensor.shape);
  tf.dispose(tensors);
  return { values, shapes };
}

// Results are read synchronously, which webgpu cannot.
const backends = presentBackends().filter((name) => name !== 'webgpu');

function largestDifference(actual: readonly number[], expected: readonly number[]): number {
  const scale = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(value - actual[i]))) / scale;
}

afterEach(() => {
  tf.disposeVariables();
});

describe('convolve', () => {
  it.each(backends)('sums the window under a filter of ones by hand, on %s', async (backend) => {
    await startTestBackend(backend);
    // Padded 6 x 6 with a border of zeros; windows of 3 x 3 every 2 pixels hold 4, 6, 6 and 9 ones.
    const output = convolve(tf.ones([1, 4, 4, 1]), tf.ones([3, 3, 1, 1]), { stride: 2, padding: 1 });
    expect(Array.from(output.dataSync())).toEqual([4, 6, 6, 9]);
    output.dispose();
  });

  it.each([
    { stride: 1, size: 3 },
    { stride: 2, size: 5 },
  ])('has the gradient that finite differences show, stride $stride, filter $size', async ({ stride, size }) => {
    const shape: Case = { input: [1, 5, 5, 2], filter: [size, size, 2, 2], stride, padding: (size - 1) / 2 };
    const { values } = await convolveWithGradients('wasm', shape);
    const [x, w] = [draw(shape.input, 1), draw(shape.filter, 2)];
    const weights = draw(convolve(x, w, shape).shape, 3);
    const loss = (a: tf.Tensor4D, b: tf.Tensor4D) => tf.sum(tf.mul(convolve(a, b, shape), weights)).dataSync()[0];
    // The loss is linear in each argument: the difference is exact but for rounding, whatever the step.
    const slope = (of: tf.Tensor4D, along: number, at: (moved: tf.Tensor4D) => number) => {
      const step = tf.reshape<tf.Rank.R4>(tf.oneHot(tf.scalar(along, 'int32'), of.size), of.shape);
      return (at(tf.add(of, step)) - at(tf.sub(of, step))) / 2;
    };
    for (let i = 0; i < x.size; i += 7) expect(slope(x, i, (moved) => loss(moved, w))).toBeCloseTo(values[1][i], 4);
    for (let i = 0; i < w.size; i += 7) expect(slope(w, i, (moved) => loss(x, moved))).toBeCloseTo(values[2][i], 4);
  });

  it('leaves out the gradient of a constant argument, and changes no other', async () => {
    const shape: Case = { input: [2, 6, 6, 3], filter: [3, 3, 3, 4], stride: 2, padding: 1 };
    const all = await convolveWithGradients('wasm', shape);
    const constantInput = await convolveWithGradients('wasm', { ...shape, constant: 'input' });
    const constantFilter = await convolveWithGradients('wasm', { ...shape, constant: 'filter' });
    expect(constantInput.values[2]).toEqual(all.values[2]);
    expect(constantFilter.values[1]).toEqual(all.values[1]);
    expect(constantInput.values[1].every((value) => value === 0)).toBe(true);
    expect(constantFilter.values[2].every((value) => value === 0)).toBe(true);
  });

  it('leaves nothing behind, neither tensors nor data in the wasm heap', async () => {
    const shape: Case = { input: [2, 6, 6, 3], filter: [3, 3, 3, 4], stride: 2, padding: 1 };
    await convolveWithGradients('wasm', shape);
    const before = { tensors: tf.memory().numTensors, data: tf.backend().numDataIds() };
    await convolveWithGradients('wasm', shape);
    expect({ tensors: tf.memory().numTensors, data: tf.backend().numDataIds() }).toEqual(before);
  });
});

describe.each(backends.filter((name) => name !== 'cpu'))('convolve on %s', (backend) => {
  it.each(cases)('gives what the cpu kernels give: $input * $filter, stride $stride', async (shape) => {
    const own = await convolveWithGradients(backend, shape);
    const reference = await convolveWithGradients('cpu', shape);
    expect(own.shapes).toEqual(reference.shapes);
    own.values.forEach((values, i) => expect(largestDifference(values, reference.values[i])).toBeLessThan(1e-5));
  });
});

describe.each(backends)('a dilated convolution on %s', (backend) => {
  /** The filter with zeros between its taps: its rows times a matrix of zeros and ones. */
  const spread = (filter: tf.Tensor4D, dilation: number) => {
    const [size, , from, to] = filter.shape;
    const side = dilation * (size - 1) + 1;
    const place = (tap: number) => dilation * (Math.floor(tap / size) * side + (tap % size));
    const places = tf.oneHot(
      tf.tensor1d(
        Array.from({ length: size ** 2 }, (_, tap) => place(tap)),
        'int32',
      ),
      side ** 2,
    );
    const taps = tf.reshape<tf.Rank.R2>(filter, [size ** 2, from * to]);
    return tf.reshape<tf.Rank.R4>(tf.matMul(tf.cast(places, 'float32'), taps, true), [side, side, from, to]);
  };

  it.each([
    { height: 8, width: 8, dilation: 2 },
    { height: 7, width: 9, dilation: 2 },
    { height: 9, width: 11, dilation: 4 },
  ])('is one whose filter has zeros between its taps: $dilation over $height x $width', async (sizes) => {
    await startTestBackend(backend);
    const { height, width, dilation } = sizes;
    const results = tf.tidy(() => {
      const [x, w] = [draw([2, height, width, 3], 1), draw([3, 3, 3, 4], 2)];
      const weights = draw([2, height, width, 4], 3);
      const window = { stride: 1, padding: dilation };
      const gradientsOf = (convolution: (a: tf.Tensor4D, b: tf.Tensor4D) => tf.Tensor4D) => {
        const loss = (a: tf.Tensor, b: tf.Tensor) =>
          tf.sum(tf.mul(convolution(a as tf.Tensor4D, b as tf.Tensor4D), weights));
        return [convolution(x, w), ...tf.grads(loss)([x, w])];
      };
      return [
        gradientsOf((a, b) => convolve(a, b, { ...window, dilation })),
        gradientsOf((a, b) => convolve(a, spread(b, dilation), window)),
      ].map((tensors) => tensors.map((tensor) => ({ shape: tensor.shape, values: Array.from(tensor.dataSync()) })));
    });
    const [dilated, undilated] = results;
    expect(dilated.map(({ shape }) => shape)).toEqual(undilated.map(({ shape }) => shape));
    dilated.forEach(({ values }, i) => {
      expect(largestDifference(values, undilated[i].values)).toBeLessThan(1e-5);
    });
  });

  it('refuses a stride beside it', async () => {
    await startTestBackend(backend);
    const run = () => convolve(tf.ones([1, 4, 4, 1]), tf.ones([3, 3, 1, 1]), { stride: 2, padding: 2, dilation: 2 });
    expect(() => tf.tidy(run)).toThrow('convolve: `stride` must be 1 where `dilation` is not, got 2');
  });
});
