import { describeOnEveryBackend, expectClose, tensorsMadeBy } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { calibrateLogits } from '../calibration/calibrate-logits.js';
import { identityCalibration } from '../calibration/identity-calibration.js';
import { centralDifferences } from '../fixtures/central-differences.js';
import { float32Tolerance } from '../fixtures/float32-tolerance.js';
import {
  calibrationFrom,
  calibrationGoldens,
  detectionGoldens,
  goldenTensors,
} from '../fixtures/golden-calibration.js';
import { goldens } from '../fixtures/goldens.js';
import { classWeights } from '../reweighting/class-weights.js';
import { referenceDistribution } from '../reweighting/reference-distribution.js';
import { alignmentLoss, type AlignmentLossOptions, type LossReduction } from './alignment-loss.js';
import { alignmentOnHost } from './alignment-on-host.js';

const reductions: LossReduction[] = ['weights', 'count', 'all'];
const softplus = (x: number) => Math.log(1 + Math.exp(x));
const ints = (...labels: number[]) => tf.tensor1d(labels, 'int32');

/** The summed loss in float64, of rows of logits that are calibrated already. */
function sumsOnHost(logits: number[][], labels: number[], weights: ArrayLike<number>) {
  const rows = { rows: labels.length, features: new Float32Array(0), logits: Float64Array.from(logits.flat()) };
  const batch = { ...rows, labels: Int32Array.from(labels) };
  return alignmentOnHost(batch, identityCalibration(weights.length), Float64Array.from(weights));
}

describeOnEveryBackend('alignmentLoss', (backend) => {
  const tolerance = float32Tolerance(backend);
  const { calibrated, labels, classWeights: weights } = goldens.calibration_blend_weights;
  const value = async (logits: number[][], rowLabels: number[], options?: AlignmentLossOptions) =>
    (await alignmentLoss(tf.tensor2d(logits), ints(...rowLabels), options).data())[0];
  const gradient = (logits: number[][], rowLabels: number[], options?: AlignmentLossOptions) =>
    tf
      .grad((z) => alignmentLoss(z, ints(...rowLabels), options))(tf.tensor2d(logits))
      .data();

  it('is class-weighted cross-entropy under each reduction, worked by hand', async () => {
    // Losses log(1 + e^-2) of class 0 and log(1 + e^-2) + 2 of class 1: its logit is 2 below. Weights 1 and 3, one row ignored.
    const logits = [
      [2, 0],
      [3, 1],
      [5, 5],
    ];
    const sum = softplus(-2) + 3 * (softplus(-2) + 2);
    const options = { classWeights: [1, 3] };
    expectClose([await value(logits, [0, 1, -1], { ...options, reduction: 'weights' })], [sum / 4], tolerance);
    expectClose([await value(logits, [0, 1, -1], { ...options, reduction: 'count' })], [sum / 2], tolerance);
    expectClose([await value(logits, [0, 1, -1], { ...options, reduction: 'all' })], [sum / 3], tolerance);
    // Defaults: every class weighs 1, and the divisor is the sum of weights.
    expectClose([await value(logits, [0, 1, -1])], [softplus(-2) + 1], tolerance);
  });

  it('agrees with PyTorch, with its gradients by scale, bias and confidence layer', async () => {
    for (const golden of calibrationGoldens) {
      const { form, reduction, gradients, parameters } = golden;
      const loss = (...parts: tf.Tensor[]) => {
        const calibration = calibrationFrom(form, parts);
        const z = calibrateLogits(tf.tensor2d(golden.logits), tf.tensor2d(golden.features), calibration);
        return alignmentLoss(z, ints(...golden.labels), { classWeights: golden.classWeights, reduction });
      };
      const { value: total, grads } = tf.valueAndGrads(loss)(goldenTensors(parameters));
      expectClose(await total.data(), [golden.loss], tolerance);
      const { scale, bias, confidenceWeight, confidenceBias } = gradients;
      for (const [i, expected] of [scale, bias, confidenceWeight, confidenceBias].entries()) {
        expectClose(await grads[i].data(), expected, tolerance);
      }
    }
  });

  it('agrees with PyTorch on regions, whose background weighs 1', async () => {
    for (const golden of detectionGoldens) {
      const { value: total, grads } = tf.valueAndGrads((...parts: tf.Tensor[]) => {
        const calibration = calibrationFrom('blend', parts);
        const z = calibrateLogits(tf.tensor2d(golden.logits), tf.tensor2d(golden.features), calibration);
        return alignmentLoss(z, ints(...golden.labels), { classWeights: golden.classWeights });
      })(goldenTensors(golden.parameters));
      expectClose(await total.data(), [golden.loss], tolerance);
      const { scale, bias, confidenceWeight, confidenceBias } = golden.gradients;
      expectClose(golden.foregroundOf(await grads[0].data()), scale, tolerance);
      expectClose(golden.foregroundOf(await grads[1].data()), bias, tolerance);
      expectClose(await grads[2].data(), confidenceWeight, tolerance);
      expectClose(await grads[3].data(), confidenceBias, tolerance);
    }
  });

  it('agrees with PyTorch on pixels, of which some are ignored', async () => {
    const { ignoreLabel, loss, ...golden } = goldens.segmentation;
    const pixels = tf.tensor3d(golden.calibrated);
    const pixelLabels = tf.tensor2d(golden.labels, [3, 4], 'int32');
    const expected = { weights: loss.weights, count: loss.validPixels, all: loss.allPixels };
    for (const reduction of reductions) {
      const options = { classWeights: golden.classWeights, reduction, ignoreLabel };
      expectClose(await alignmentLoss(pixels, pixelLabels, options).data(), [expected[reduction]], tolerance);
    }
  });

  it('is the cross-entropy with the reference distribution', async () => {
    const [z, y] = [tf.tensor2d(calibrated), ints(...labels)];
    const reference = referenceDistribution(y, weights);
    const crossEntropy = tf.neg(tf.sum(tf.mul(reference, tf.logSoftmax(z))));
    const loss = await alignmentLoss(z, y, { classWeights: weights, reduction: 'count' }).data();
    expectClose(loss, await tf.div(crossEntropy, tf.scalar(labels.length)).data(), tolerance);
    const mean = await alignmentLoss(z, y, { classWeights: weights }).data();
    expectClose(mean, await tf.div(crossEntropy, tf.sum(reference)).data(), tolerance);
  });

  it('does not feel a constant added to all calibrated logits of a row', async () => {
    const options = { classWeights: weights };
    const [loss, byLogits] = [await value(calibrated, labels, options), await gradient(calibrated, labels, options)];
    const shifted = calibrated.map((row, i) => row.map((z) => z + [0.5, -3, 100, 0, 7, -50][i]));
    // Shifted by 100, a logit keeps 4e-6 of its digits.
    expectClose([await value(shifted, labels, options)], [loss], { relative: 2e-5 });
    expectClose(await gradient(shifted, labels, options), byLogits, { relativeToLargest: 2e-5 });
  });

  it('adds up over batches, once multiplied by its divisor', async () => {
    const rows = labels.map((_, row) => row);
    const parts = [rows.slice(0, 2), rows.slice(2)];
    const weightOf = (part: number[]) => part.reduce((sum, row) => sum + weights[labels[row]], 0);
    for (const reduction of reductions) {
      const divisor = (part: number[]) => (reduction === 'weights' ? weightOf(part) : part.length);
      const summed = async (part: number[]) => {
        const options = { classWeights: weights, reduction };
        const loss = await value(
          part.map((row) => calibrated[row]),
          part.map((row) => labels[row]),
          options,
        );
        return divisor(part) * loss;
      };
      expectClose([(await summed(parts[0])) + (await summed(parts[1]))], [await summed(rows)], tolerance);
    }
  });

  it('has the gradient of finite differences under each reduction', async () => {
    const rowLabels = [...labels.slice(0, 4), -1, 0];
    const { weight, count } = sumsOnHost(calibrated, rowLabels, weights);
    const divisors = { weights: weight, count, all: 6 };
    const chunk = (flat: Float64Array) =>
      calibrated.map((row, i) => [...flat.slice(i * row.length, (i + 1) * row.length)]);
    for (const reduction of reductions) {
      const expected = centralDifferences(
        (moved) => sumsOnHost(chunk(moved), rowLabels, weights).loss / divisors[reduction],
        calibrated.flat(),
      );
      expectClose(await gradient(calibrated, rowLabels, { classWeights: weights, reduction }), expected, tolerance);
    }
  });

  it('passes on what multiplies it', async () => {
    const options = { classWeights: weights, reduction: 'count' as const };
    const tripled = tf.grad((z) => tf.mul(tf.scalar(3), alignmentLoss(z, ints(...labels), options)));
    const once = await gradient(calibrated, labels, options);
    expectClose(
      await tripled(tf.tensor2d(calibrated)).data(),
      once.map((g) => 3 * g),
      tolerance,
    );
  });

  it('agrees with the host on generated logits, labels, counts and strengths', async () => {
    const case_ = fc.record({
      logits: fc.array(fc.array(fc.float({ min: -100, max: 100, noNaN: true }), { minLength: 3, maxLength: 3 }), {
        minLength: 4,
        maxLength: 4,
      }),
      labels: fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 3, maxLength: 3 }).map((drawn) => [1, ...drawn]),
      counts: fc.array(fc.integer({ min: 1, max: 1_000_000_000 }), { minLength: 3, maxLength: 3 }),
      rho: fc.double({ min: 0, max: 2, noNaN: true }),
      reduction: fc.constantFrom(...reductions),
    });
    const property = fc.asyncProperty(case_, async ({ logits, labels: drawn, counts, rho, reduction }) => {
      const drawnWeights = classWeights(counts, { rho });
      const sums = sumsOnHost(logits, drawn, drawnWeights);
      const expected = sums.loss / { weights: sums.weight, count: sums.count, all: 4 }[reduction];
      const actual = await value(logits, drawn, { classWeights: drawnWeights, reduction });
      // Logarithms of weights reach 40, of which float32 keeps 2e-6; losses come out of logits that cancel.
      const largest = Math.max(...drawn.filter((y) => y >= 0).map((y) => drawnWeights[y]));
      const scale = reduction === 'weights' ? 1 : largest;
      expectClose([actual], [expected], { relative: 2e-5, absolute: 2e-5 * scale });
    });
    await fc.assert(property, { seed: 1, numRuns: 30 });
  });

  it('takes logits of 1e4 either way', async () => {
    const logits = [
      [1e4, -1e4, 0],
      [-1e4, -1e4, 1e4],
    ];
    expect(await value(logits, [0, 2])).toBe(0);
    expect(await value(logits, [1, 2])).toBe(1e4);
    expect([...(await gradient(logits, [1, 2], { reduction: 'count' }))]).toEqual([0.5, -0.5, 0, 0, 0, 0]);
  });

  it('takes -Infinity off the label: such a class does not exist, and has no gradient', async () => {
    const logits = [
      [-Infinity, 2, 0],
      [1, -Infinity, 3],
    ];
    const options = { classWeights: [1, 1, 3], reduction: 'count' as const };
    const sum = softplus(-2) + 3 * softplus(-2);
    expectClose([await value(logits, [1, 2], options)], [sum / 2], tolerance);
    const p = 1 / (1 + Math.exp(2));
    expectClose(await gradient(logits, [1, 2], options), [0, -p / 2, p / 2, 1.5 * p, 0, -1.5 * p], tolerance);
  });

  it('is infinite where the label has no chance at all', async () => {
    expect(await value([[-Infinity, 0]], [0])).toBe(Infinity);
  });

  it('is 0, with a gradient of 0, where there is one class', async () => {
    expect(await value([[3], [-5]], [0, 0], { classWeights: [2] })).toBe(0);
    expect([...(await gradient([[3], [-5]], [0, 0], { classWeights: [2] }))].map(Math.abs)).toEqual([0, 0]);
  });

  it('leaves ignored rows out of the loss and of the gradient, whatever class their label would be', async () => {
    const kept = await value([calibrated[1], calibrated[3]], [2, 3], { classWeights: weights });
    const four = calibrated.slice(0, 4);
    for (const ignoreLabel of [-1, 0, 255]) {
      const options = { classWeights: weights, ignoreLabel };
      const rowLabels = [ignoreLabel, 2, ignoreLabel, 3];
      expectClose([await value(four, rowLabels, options)], [kept], tolerance);
      const byLogits = await gradient(four, rowLabels, options);
      expect([...byLogits.slice(0, 4), ...byLogits.slice(8, 12)].map(Math.abs)).toEqual(Array(8).fill(0));
      expect(byLogits[4]).not.toBe(0);
    }
  });

  it('is NaN without a valid row, but 0 where all rows divide', async () => {
    expect(await value([[1, 2]], [-1], { reduction: 'weights' })).toBeNaN();
    expect(await value([[1, 2]], [-1], { reduction: 'count' })).toBeNaN();
    expect(await value([[1, 2]], [-1], { reduction: 'all' })).toBe(0);
  });

  it('is NaN where a label is no class and not ignored', async () => {
    for (const reduction of reductions) {
      for (const bad of [-1, 2, 255]) {
        const options = { reduction, ignoreLabel: -100 };
        expect(
          await value(
            [
              [1, 2],
              [3, 4],
            ],
            [0, bad],
            options,
          ),
        ).toBeNaN();
      }
    }
  });

  it('keeps weights apart that float32 cannot hold', async () => {
    // 1e-45 and 1e-40 of the total: as float32 numbers both are 0 or nearly, and a batch of head classes would be 0/0.
    const steep = classWeights([1_000_000_000, 100_000_000, 1], { rho: 5 });
    const logits = [
      [1, 2, 0],
      [0, 0.5, 1],
    ];
    const sums = sumsOnHost(logits, [0, 1], steep);
    // The logarithms near -100 are float32 numbers, off by up to 4e-6.
    const loose = { relative: 2e-5 };
    expectClose([await value(logits, [0, 1], { classWeights: steep })], [sums.loss / sums.weight], loose);
    const tail = sumsOnHost(logits, [0, 2], steep);
    expectClose([await value(logits, [0, 2], { classWeights: steep })], [tail.loss / tail.weight], tolerance);
    expectClose([await value(logits, [0, 2], { classWeights: steep, reduction: 'count' })], [tail.loss / 2], tolerance);
    const byLogits = await gradient([logits[0]], [0], { classWeights: steep });
    const total = Math.exp(1) + Math.exp(2) + 1;
    expectClose(byLogits, [Math.exp(1) / total - 1, Math.exp(2) / total, 1 / total], tolerance);
  });

  it('counts a row of weight 0 as a row, without a loss', async () => {
    const logits = [
      [1, 2],
      [0, 3],
    ];
    const options = { classWeights: [0, 2] };
    expectClose([await value(logits, [0, 1], options)], [softplus(-3)], tolerance);
    expectClose([await value(logits, [0, 1], { ...options, reduction: 'count' })], [softplus(-3)], tolerance);
    expect(await value(logits, [0, 0], { ...options, reduction: 'count' })).toBe(0);
  });

  it('leaves its result and nothing else, its gradient too', () => {
    const [z, y] = [tf.tensor2d(calibrated), ints(...labels)];
    for (const reduction of reductions) {
      expect(tensorsMadeBy(() => alignmentLoss(z, y, { classWeights: weights, reduction }))).toBe(1);
    }
    expect(tensorsMadeBy(() => tf.grad((logits) => alignmentLoss(logits, y, { classWeights: weights }))(z))).toBe(1);
  });

  it('refuses logits, labels and weights that do not fit', () => {
    const z = tf.zeros([3, 4, 2]);
    const y = tf.zeros([3, 4], 'int32');
    expect(() => alignmentLoss(tf.zeros([3, 4, 2], 'int32'), y)).toThrow(
      new TypeError('alignmentLoss: `logits` must be float32, got int32'),
    );
    expect(() => alignmentLoss(z, tf.zeros([3, 4]))).toThrow(
      new TypeError('alignmentLoss: `labels` must be int32, got float32'),
    );
    for (const shape of [[4, 3], [12], [3, 4, 1]]) {
      expect(() => alignmentLoss(z, tf.zeros(shape, 'int32'))).toThrow(
        new RangeError(`alignmentLoss: \`labels\` must be [3,4], one per row of \`logits\`, got [${shape}]`),
      );
    }
    expect(() => alignmentLoss(tf.scalar(1), tf.scalar(0, 'int32'))).toThrow(
      new RangeError('alignmentLoss: `logits` must be [..., K], got a scalar'),
    );
    expect(() => alignmentLoss(z, y, { classWeights: [1, 2, 3] })).toThrow(
      new RangeError('alignmentLoss: `classWeights` must hold 2 numbers, got 3'),
    );
    for (const weight of [-1, NaN, Infinity]) {
      expect(() => alignmentLoss(z, y, { classWeights: [1, weight] })).toThrow(
        new RangeError(`alignmentLoss: \`classWeights[1]\` must be finite and not negative, got ${weight}`),
      );
    }
  });
});
