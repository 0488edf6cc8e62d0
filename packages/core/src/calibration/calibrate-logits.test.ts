import { describeOnEveryBackend, expectClose, tensorsMadeBy } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { centralDifferences } from '../fixtures/central-differences.js';
import { float32Tolerance } from '../fixtures/float32-tolerance.js';
import {
  calibrationFrom,
  calibrationGoldens,
  detectionGoldens,
  goldenCalibration,
  goldenTensors,
} from '../fixtures/golden-calibration.js';
import { goldens } from '../fixtures/goldens.js';
import { calibrateLogits, calibrationTensors, confidenceOf } from './calibrate-logits.js';
import { calibrateOnHost } from './calibrate-on-host.js';
import { identityCalibration } from './identity-calibration.js';

describeOnEveryBackend('calibrateLogits', (backend) => {
  const tolerance = float32Tolerance(backend);
  const { features, logits, parameters } = goldens.calibration_blend_weights;

  it('moves a logit by magnitude, margin and confidence, worked by hand', async () => {
    // Score 1 * 1 - 0.5 * 2 = 0, so c = 0.5. Blend: 0.5 (2 * 3 + 1) + 0.5 * 3 = 5 and 0.5 (0.5 * -4 - 1) + 0.5 * -4 = -3.5.
    const confidence = { weight: tf.tensor1d([1, -0.5]), bias: tf.scalar(0) };
    const shared = { bias: tf.tensor1d([1, -1]), confidence };
    const [z, x] = [tf.tensor2d([[3, -4]]), tf.tensor2d([[1, 2]])];
    const blend = calibrateLogits(z, x, { form: 'blend', scale: tf.tensor1d([2, 0.5]), ...shared });
    expectClose(await blend.data(), [5, -3.5], tolerance);
    // Additive: (1 + 0.5 * 2) 3 + 0.5 = 6.5 and (1 + 0.5 * 0.5) (-4) - 0.5 = -5.5.
    const additive = calibrateLogits(z, x, { form: 'additive', scale: tf.tensor1d([2, 0.5]), ...shared });
    expectClose(await additive.data(), [6.5, -5.5], tolerance);
  });

  it('counts every confidence as 1 without a confidence layer', async () => {
    const shared = { scale: tf.tensor1d([2, 0.5]), bias: tf.tensor1d([1, -1]), confidence: null };
    const z = tf.tensor2d([[3, -4]]);
    expect([...(await calibrateLogits(z, null, { form: 'blend', ...shared }).data())]).toEqual([7, -3]);
    expect([...(await calibrateLogits(z, null, { form: 'additive', ...shared }).data())]).toEqual([10, -7]);
  });

  it('agrees with PyTorch in both forms', async () => {
    for (const golden of calibrationGoldens) {
      const calibration = calibrationFrom(golden.form, goldenTensors(golden.parameters));
      const x = tf.tensor2d(golden.features);
      const calibrated = calibrateLogits(tf.tensor2d(golden.logits), x, calibration);
      expectClose(await calibrated.data(), golden.calibrated.flat(), tolerance);
      expectClose(await confidenceOf(x, calibration.confidence!).data(), golden.confidence, tolerance);
    }
  });

  it('agrees with PyTorch on regions, whose background the identity leaves as it is', async () => {
    for (const golden of detectionGoldens) {
      const calibration = calibrationFrom('blend', goldenTensors(golden.parameters));
      const calibrated = calibrateLogits(tf.tensor2d(golden.logits), tf.tensor2d(golden.features), calibration);
      expectClose(await calibrated.data(), golden.calibrated.flat(), tolerance);
    }
  });

  it('agrees with PyTorch on pixels, and keeps leading dimensions', async () => {
    const { segmentation } = goldens;
    const calibration = calibrationFrom('blend', goldenTensors(segmentation.parameters));
    const x = tf.tensor3d(segmentation.features);
    const calibrated = calibrateLogits(tf.tensor3d(segmentation.logits), x, calibration);
    expect(calibrated.shape).toEqual([3, 4, 4]);
    expectClose(await calibrated.data(), segmentation.calibrated.flat(2), tolerance);
    expect(confidenceOf(x, calibration.confidence!).shape).toEqual([3, 4, 1]);
  });

  it('changes nothing, to the last bit, at the identity of each form', async () => {
    const z = tf.tensor2d([...logits, [1e4, -1e4, 1e-30, -0.1]]);
    const x = tf.tensor2d([...features, [1, -2, 3, -4, 5]]);
    const { confidence } = calibrationFrom('blend', goldenTensors(parameters));
    for (const form of ['blend', 'additive'] as const) {
      const identity = calibrationTensors(identityCalibration(4, form));
      expect(await calibrateLogits(z, null, identity).data()).toEqual(await z.data());
      expect(await calibrateLogits(z, x, { ...identity, confidence }).data()).toEqual(await z.data());
    }
  });

  it('is one family: a scale of the blend form is one of the additive form plus 1', async () => {
    const [z, x] = [tf.tensor2d(logits), tf.tensor2d(features)];
    const { bias, confidence } = calibrationFrom('blend', goldenTensors(parameters));
    // Multiples of 1/8: adding 1 rounds nothing.
    const scale = tf.tensor1d([-1.5, -0.125, 0, 2.25]);
    const additive = calibrateLogits(z, x, { form: 'additive', scale, bias, confidence });
    const blend = calibrateLogits(z, x, { form: 'blend', scale: tf.add(scale, tf.scalar(1)), bias, confidence });
    expect(await blend.data()).toEqual(await additive.data());
  });

  it('agrees with the host on generated calibrations', async () => {
    const numbers = (length: number, size: number) =>
      fc.array(fc.float({ min: -size, max: size, noNaN: true }), { minLength: length, maxLength: length });
    const case_ = fc.record({
      form: fc.constantFrom('blend' as const, 'additive' as const),
      logits: numbers(6, 1e4),
      features: numbers(4, 10),
      scale: numbers(3, 3),
      bias: numbers(3, 3),
      weight: numbers(2, 3),
      layerBias: fc.float({ min: -3, max: 3, noNaN: true }),
    });
    const property = fc.asyncProperty(case_, async (drawn) => {
      const host = calibrateOnHost(
        { rows: 2, features: Float32Array.from(drawn.features), logits: Float32Array.from(drawn.logits) },
        goldenCalibration(drawn.form, {
          scale: drawn.scale,
          bias: drawn.bias,
          confidenceWeight: drawn.weight,
          confidenceBias: [drawn.layerBias],
        }),
      );
      const parts = [tf.tensor1d(drawn.scale), tf.tensor1d(drawn.bias), tf.tensor1d(drawn.weight)];
      const calibration = calibrationFrom(drawn.form, [...parts, tf.scalar(drawn.layerBias)]);
      const calibrated = calibrateLogits(
        tf.tensor2d(drawn.logits, [2, 3]),
        tf.tensor2d(drawn.features, [2, 2]),
        calibration,
      );
      // Logits of 0 leave the margin alone, whose rounding is measured against 1. Scores reach 60, so sigmoid's exp loses digits.
      expectClose(await calibrated.data(), host, { relativeToLargest: 2e-5, absolute: 2e-5 });
    });
    await fc.assert(property, { seed: 1, numRuns: 30 });
  });

  it('has a confidence of 0 or 1, and no gradient through it, where scores are huge', async () => {
    const layer = { weight: tf.tensor1d([1]), bias: tf.scalar(0) };
    const x = tf.tensor2d([[1e4], [-1e4]]);
    expect([...(await confidenceOf(x, layer).data())]).toEqual([1, 0]);
    const rest = { form: 'blend' as const, scale: tf.tensor1d([3]), bias: tf.tensor1d([1]) };
    const z = tf.tensor2d([[1e4], [1e4]]);
    expect([...(await calibrateLogits(z, x, { ...rest, confidence: layer }).data())]).toEqual([30001, 1e4]);
    const gradient = tf.grad((weight) =>
      tf.sum(calibrateLogits(z, x, { ...rest, confidence: { weight: weight.as1D(), bias: layer.bias } })),
    );
    expect([...(await gradient(layer.weight).data())]).toEqual([0]);
  });

  it('rectifies as the host does, without a gradient below the half', async () => {
    const host = goldenCalibration('blend', parameters);
    const rectified = { ...host, confidence: { ...host.confidence, form: 'rectified' as const } };
    const expected = calibrateOnHost(
      { rows: 6, features: Float64Array.from(features.flat()), logits: Float64Array.from(logits.flat()) },
      rectified,
    );
    const calibration = calibrationTensors(rectified);
    const calibrated = calibrateLogits(tf.tensor2d(logits), tf.tensor2d(features), calibration);
    expectClose(await calibrated.data(), expected, tolerance);
    const [z, x] = [tf.tensor2d([[2]]), tf.tensor2d([[1]])];
    const byWeight = (bias: number) =>
      tf.grad((weight) => {
        const confidence = { form: 'rectified' as const, weight: weight.as1D(), bias: tf.scalar(bias) };
        return calibrateLogits(z, x, { form: 'blend', scale: tf.tensor1d([3]), bias: tf.tensor1d([0]), confidence });
      })(tf.tensor1d([1]));
    expect([...(await byWeight(-2).data())]).toEqual([0]);
    // Score 0.5: (a - 1) z x c (1 - c).
    const c = 1 / (1 + Math.exp(-0.5));
    expectClose(await byWeight(-0.5).data(), [4 * c * (1 - c)], tolerance);
  });

  it('leaves a logit of -Infinity where the magnitude is positive', async () => {
    const calibration = calibrationFrom('blend', [tf.tensor1d([0.5, 2]), tf.tensor1d([1, 1])]);
    expect([...(await calibrateLogits(tf.tensor2d([[-Infinity, 3]]), null, calibration).data())]).toEqual([
      -Infinity,
      7,
    ]);
  });

  for (const form of ['blend', 'additive'] as const) {
    it(`has the gradients of finite differences by every input in the ${form} form`, async () => {
      const upstream = logits.flat().map((_, i) => Math.sin(i + 1));
      const calibration = goldenCalibration(form, parameters);
      const { scale, bias, confidence } = calibration;
      const inputs = [logits.flat(), features.flat(), scale, bias, confidence.weight, [confidence.bias]];
      const loss = ([z, x, s, b, w, offset]: ArrayLike<number>[]): number =>
        calibrateOnHost(
          { rows: 6, features: Float64Array.from(x), logits: Float64Array.from(z) },
          {
            form,
            scale: Float64Array.from(s),
            bias: Float64Array.from(b),
            confidence: { ...confidence, weight: Float64Array.from(w), bias: offset[0] },
          },
        ).reduce((sum, value, i) => sum + value * upstream[i], 0);
      const gradients = tf.grads((z, x, ...parts) =>
        tf.sum(tf.mul(calibrateLogits(z, x, calibrationFrom(form, parts)), tf.tensor2d(upstream, [6, 4]))),
      )([tf.tensor2d(logits), tf.tensor2d(features), ...goldenTensors(parameters)]);
      expect(gradients).toHaveLength(6);
      for (const [i, gradient] of gradients.entries()) {
        const expected = centralDifferences((moved) => loss(inputs.with(i, moved)), inputs[i]);
        expectClose(await gradient.data(), expected, tolerance);
      }
    });
  }

  it('leaves its result and nothing else', () => {
    const [z, x, tensors] = [tf.tensor2d(logits), tf.tensor2d(features), goldenTensors(parameters)];
    const calibration = calibrationFrom('blend', tensors);
    expect(tensorsMadeBy(() => calibrateLogits(z, x, calibration))).toBe(1);
    expect(tensorsMadeBy(() => calibrateLogits(z, null, { ...calibration, confidence: null }))).toBe(1);
    expect(tensorsMadeBy(() => confidenceOf(x, calibration.confidence!))).toBe(1);
  });

  it('refuses logits, features and parameters that do not fit', () => {
    const calibration = calibrationFrom('blend', goldenTensors(parameters));
    const [z, x] = [tf.tensor2d(logits), tf.tensor2d(features)];
    expect(() => calibrateLogits(tf.zeros([6, 4], 'int32'), x, calibration)).toThrow(
      new TypeError('calibrateLogits: `logits` must be float32, got int32'),
    );
    expect(() => calibrateLogits(tf.zeros([6, 3]), x, calibration)).toThrow(
      new RangeError('calibrateLogits: `logits` must be [..., 4], got [6,3]'),
    );
    expect(() => calibrateLogits(z, x, { ...calibration, bias: tf.tensor1d([1]) })).toThrow(
      new RangeError('calibrateLogits: `bias` must be [4] like `scale`, got [1]'),
    );
    expect(() => calibrateLogits(z, null, calibration)).toThrow(
      new TypeError('calibrateLogits: `features` must be a tensor, as there is a confidence layer, got null'),
    );
    expect(() => calibrateLogits(z, tf.zeros([6, 5], 'int32'), calibration)).toThrow(
      new TypeError('calibrateLogits: `features` must be float32, got int32'),
    );
    // One row would be broadcast to all.
    expect(() => calibrateLogits(z, tf.zeros([1, 5]), calibration)).toThrow(
      new RangeError('calibrateLogits: `features` must have the leading dimensions [6] of `logits`, got [1]'),
    );
    expect(() => calibrateLogits(z, tf.zeros([6, 1, 5]), calibration)).toThrow(RangeError);
    expect(() => calibrateLogits(z, tf.zeros([6, 4]), calibration)).toThrow(
      new RangeError('confidenceOf: `features` must be [..., 5], got [6,4]'),
    );
  });
});

describeOnEveryBackend('calibrationTensors', (backend) => {
  it('folds the standardisation of the features into the confidence layer', async () => {
    const confidence = {
      weight: Float64Array.of(3, -1),
      bias: 1,
      mean: Float64Array.of(2, 0),
      deviation: Float64Array.of(0.5, 4),
    };
    const tensors = calibrationTensors({ ...identityCalibration(2), bias: Float64Array.of(0, 0.25), confidence });
    expect(tensors.form).toBe('blend');
    expect([...(await tensors.scale.data())]).toEqual([1, 1]);
    expect([...(await tensors.bias.data())]).toEqual([0, 0.25]);
    // w / deviation, and 1 - 6 * 2.
    expect([...(await tensors.confidence!.weight.data())]).toEqual([6, -0.25]);
    expect([...(await tensors.confidence!.bias.data())]).toEqual([-11]);
    // Score 3 (2.5 - 2) / 0.5 - 1 * 8 / 4 + 1 = 2.
    const c = confidenceOf(tf.tensor2d([[2.5, 8]]), tensors.confidence!);
    expectClose(await c.data(), [1 / (1 + Math.exp(-2))], float32Tolerance(backend));
  });

  it('makes four tensors, or two without a confidence layer', () => {
    const { form, parameters } = goldens.calibration_blend_weights;
    const full = goldenCalibration(form, parameters);
    expect(tensorsMadeBy(() => calibrationTensors(full))).toBe(4);
    expect(tensorsMadeBy(() => calibrationTensors({ ...full, confidence: null }))).toBe(2);
  });
});
