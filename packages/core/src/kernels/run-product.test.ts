import { describeOnEveryBackend, expectClose, tensorsMadeBy } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { float32Tolerance } from '../fixtures/float32-tolerance.js';
import { createRandom } from '../random/create-random.js';
import { registerKernels } from './fixtures/register-kernels.js';
import { COLUMN_PRODUCT_KERNEL, ROW_PRODUCT_KERNEL } from './kernel-contract.js';
import { productOfColumns, productOfRows } from './run-product.js';

/** A matrix of float32 numbers. */
interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

function draw(rows: number, columns: number, seed = 1): Matrix {
  const random = createRandom(seed, rows, columns);
  return { rows, columns, values: Float32Array.from({ length: rows * columns }, () => random.normal()) };
}

function transposed({ rows, columns, values }: Matrix): Matrix {
  const turned = values.map((_, i) => values[(i % rows) * columns + Math.floor(i / rows)]);
  return { rows: columns, columns: rows, values: turned };
}

const tensorOf = ({ rows, columns, values }: Matrix) => tf.tensor2d(values, [rows, columns]);

/** `a b^T` in float64. */
function productOnHost(a: Matrix, b: Matrix): Float64Array {
  return Float64Array.from({ length: a.rows * b.rows }, (_, place) => {
    const [i, j] = [Math.floor(place / b.rows), place % b.rows];
    let sum = 0;
    for (let d = 0; d < a.columns; d++) sum += a.values[i * a.columns + d] * b.values[j * b.columns + d];
    return sum;
  });
}

describeOnEveryBackend('products of rows and of columns', (backend) => {
  const tolerance = float32Tolerance(backend);
  let takeBack: () => void;
  beforeAll(() => {
    takeBack = registerKernels(backend);
  });
  afterAll(() => takeBack());

  async function expectAsOnHost(a: Matrix, b: Matrix): Promise<void> {
    const expected = productOnHost(a, b);
    const byRows = productOfRows(tensorOf(a), tensorOf(b));
    const byColumns = productOfColumns(tensorOf(transposed(a)), tensorOf(transposed(b)));
    for (const product of [byRows, byColumns]) {
      expect(product.shape).toEqual([a.rows, b.rows]);
      // Products and partial sums of numbers around 1, each off by up to 2^-24 of itself.
      expectClose(await product.data(), expected, { absolute: 2e-7 * a.columns });
    }
  }

  it.runIf(backend === 'wasm')('have kernels of ours', () => {
    for (const name of [ROW_PRODUCT_KERNEL, COLUMN_PRODUCT_KERNEL]) expect(tf.getKernel(name, backend)).toBeDefined();
  });

  it('are inner products, worked by hand', async () => {
    const a = tf.tensor2d([[1, 2]]);
    const b = tf.tensor2d([
      [3, 4],
      [5, -6],
    ]);
    // 1 * 3 + 2 * 4 and 1 * 5 - 2 * 6.
    expect([...(await productOfRows(a, b).data())]).toEqual([11, -7]);
    // Columns (1, 2) with (3, 5) and with (4, -6).
    expect([...(await productOfColumns(tf.transpose(a), b).data())]).toEqual([13, -8]);
  });

  it('agree with float64 for every size around whole tiles and panels', async () => {
    for (const rows of [1, 3, 4, 5, 9]) {
      for (const others of [1, 7, 8, 9, 17]) {
        for (const depth of [1, 2, 31, 64]) await expectAsOnHost(draw(rows, depth), draw(others, depth, 2));
      }
    }
    for (const depth of [255, 256, 257, 600]) await expectAsOnHost(draw(6, depth), draw(11, depth, 2));
    for (const others of [511, 512, 513, 1030]) await expectAsOnHost(draw(5, 40), draw(others, 40, 2));
  });

  // The webgpu backend of TensorFlow.js takes no empty matrices.
  it.runIf(backend !== 'webgpu')('are 0 without anything to add up, and empty without vectors', async () => {
    expect([...(await productOfRows(tf.zeros([2, 0]), tf.zeros([3, 0])).data())]).toEqual(Array(6).fill(0));
    expect(productOfRows(tf.zeros([0, 4]), tf.zeros([3, 4])).shape).toEqual([0, 3]);
    expect(productOfColumns(tf.zeros([4, 2]), tf.zeros([4, 0])).shape).toEqual([2, 0]);
  });

  it('pass on what is not finite to its row and column alone', async () => {
    const [a, b] = [draw(6, 5), draw(9, 5, 2)];
    a.values[5 * 5 + 2] = NaN;
    b.values[8 * 5 + 1] = Infinity;
    const product = await productOfRows(tensorOf(a), tensorOf(b)).data();
    product.forEach((value, place) => {
      const isTouched = place >= 5 * 9 || place % 9 === 8;
      expect(Number.isFinite(value)).toBe(!isTouched);
    });
  });

  it('have the gradients of matrix products, and those again', async () => {
    const [a, b] = [draw(5, 7), draw(3, 7, 2)];
    const upstream = draw(5, 3, 3);
    const pull = tensorOf(upstream);
    const byRows = tf.grads((x, y) => tf.sum(tf.mul(productOfRows(x.as2D(5, 7), y.as2D(3, 7)), pull)));
    // d a = u b and d b = u^T a.
    const expected = [productOnHost(upstream, transposed(b)), productOnHost(transposed(upstream), transposed(a))];
    const gradients = byRows([tensorOf(a), tensorOf(b)]);
    for (const [i, gradient] of gradients.entries()) expectClose(await gradient.data(), expected[i], tolerance);

    const byColumns = tf.grads((x, y) => tf.sum(tf.mul(productOfColumns(x.as2D(7, 5), y.as2D(7, 3)), pull)));
    const turned = byColumns([tensorOf(transposed(a)), tensorOf(transposed(b))]);
    for (const [i, gradient] of turned.entries()) {
      expectClose(await tf.transpose(gradient).data(), expected[i], tolerance);
    }

    // d/dy of |d a|^2 / 2 = |u y|^2 / 2 is u^T u y.
    const squared = (y: tf.Tensor) => {
      const byA = tf.grad((x) => tf.sum(tf.mul(productOfRows(x.as2D(5, 7), y.as2D(3, 7)), pull)))(tensorOf(a));
      return tf.mul(tf.scalar(0.5), tf.sum(tf.square(byA)));
    };
    const uy = { rows: 5, columns: 7, values: Float32Array.from(expected[0]) };
    const twice = productOnHost(transposed(upstream), transposed(uy));
    expectClose(await tf.grad(squared)(tensorOf(b)).data(), twice, tolerance);
  });

  it('compute no gradient that nobody asks for', async () => {
    const [a, b] = [tensorOf(draw(5, 7)), tensorOf(draw(3, 7, 2))];
    const multiplied: string[] = [];
    const gradient = () => tf.grad((y) => tf.sum(productOfRows(a, y.as2D(3, 7))))(b);
    return tf
      .profile(() => tf.tidy(() => void gradient()))
      .then(({ kernels }) => {
        for (const { name } of kernels) if (/MatMul|Product/.test(name)) multiplied.push(name);
        expect(multiplied).toHaveLength(2);
      });
  });

  it('leave their result and nothing else', () => {
    const [a, b] = [tensorOf(draw(5, 7)), tensorOf(draw(3, 7, 2))];
    expect(tensorsMadeBy(() => productOfRows(a, b))).toBe(1);
    const [x, y] = [tf.transpose(a), tf.transpose(b)];
    expect(tensorsMadeBy(() => productOfColumns(x, y))).toBe(1);
  });

  it.runIf(backend === 'wasm')('refuse vectors of different lengths, and what is not float32', () => {
    expect(() => productOfRows(tf.zeros([2, 3]), tf.zeros([2, 4]))).toThrow(
      new RangeError('DisAlign product: vectors must be of one length, got 3 and 4'),
    );
    expect(() => productOfRows(tf.zeros([2, 3]), tf.zeros([2, 3], 'int32'))).toThrow(
      new TypeError('DisAlign product: matrices must be float32, got int32'),
    );
  });
});
