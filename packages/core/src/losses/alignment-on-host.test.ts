import { expectClose } from '@disalign/test-support';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CalibrationForm } from '../calibration/calibration.js';
import { identityCalibration } from '../calibration/identity-calibration.js';
import { centralDifferences } from '../fixtures/central-differences.js';
import { calibrationGoldens, detectionGoldens, goldenCalibration } from '../fixtures/golden-calibration.js';
import { goldens } from '../fixtures/goldens.js';
import { classWeights } from '../reweighting/class-weights.js';
import { alignmentOnHost, type AlignmentSums, type FoldedCalibration } from './alignment-on-host.js';

const tolerance = { relativeToLargest: 1e-10 };
const golden = goldens.calibration_blend_weights;

function batchOf(data: { features: number[][]; logits: number[][]; labels: number[] }) {
  return {
    rows: data.labels.length,
    features: Float64Array.from(data.features.flat()),
    logits: Float64Array.from(data.logits.flat()),
    labels: Int32Array.from(data.labels),
  };
}

/** Every number of the sums, the gradients by [scale, bias, confidence weight, confidence bias] among them. */
function flat({ loss, weight, count, confidence, gradient }: AlignmentSums) {
  const layer = gradient.confidence;
  return [
    loss,
    weight,
    count,
    confidence,
    ...gradient.scale,
    ...gradient.bias,
    ...(layer ? [...layer.weight, layer.bias] : []),
  ];
}

describe('alignmentOnHost', () => {
  it('sums the weighted losses and their gradients, worked by hand', () => {
    // One row, z (2, 0) and c = sigmoid(0) = 1/2, blend of scale (3, 1) and bias (0, 0): calibrated (2 + 2/2 * 2, 0) = (4, 0).
    // p = (1 - q, q), q = 1 / (1 + e^4). Label 1 of weight 3: loss 3 (4 + log(1 + e^-4)).
    const calibration: FoldedCalibration = {
      form: 'blend',
      scale: Float64Array.of(3, 1),
      bias: Float64Array.of(0, 0),
      confidence: { weight: Float64Array.of(2), bias: -2 },
    };
    const batch = batchOf({ features: [[1]], logits: [[2, 0]], labels: [1] });
    const sums = alignmentOnHost(batch, calibration, Float64Array.of(1, 3));
    const g = 3 * (1 - 1 / (1 + Math.exp(4)));
    expectClose([sums.loss], [3 * (4 + Math.log(1 + Math.exp(-4)))], tolerance);
    expect(sums).toMatchObject({ weight: 3, count: 1, confidence: 0.5 });
    // g = (g, -g): by scale g c z, by bias g c, by the score (2 * 2 g) c (1 - c) = g.
    expectClose(sums.gradient.scale, [g, 0], tolerance);
    expectClose(sums.gradient.bias, [g / 2, -g / 2], tolerance);
    expectClose([sums.gradient.confidence!.weight[0], sums.gradient.confidence!.bias], [g, g], tolerance);
  });

  it('agrees with PyTorch, with its gradients by scale, bias and confidence layer', () => {
    for (const { form, reduction, gradients, parameters, ...data } of calibrationGoldens) {
      const calibration = goldenCalibration(form, parameters);
      const sums = alignmentOnHost(batchOf(data), calibration, Float64Array.from(data.classWeights));
      const divisor = reduction === 'weights' ? sums.weight : sums.count;
      const mean = (values: ArrayLike<number>) => Array.from(values, (value) => value / divisor);
      expectClose([sums.loss / divisor], [data.loss], tolerance);
      expectClose(mean(sums.gradient.scale), gradients.scale, tolerance);
      expectClose(mean(sums.gradient.bias), gradients.bias, tolerance);
      expectClose(mean(sums.gradient.confidence!.weight), gradients.confidenceWeight, tolerance);
      expectClose(mean([sums.gradient.confidence!.bias]), gradients.confidenceBias, tolerance);
      const confidence = data.confidence.reduce((sum, c) => sum + c, 0);
      expectClose([sums.confidence, sums.count], [confidence, 6], tolerance);
    }
  });

  it('agrees with PyTorch on regions, whose background weighs 1', () => {
    for (const { parameters, gradients, foregroundOf, ...data } of detectionGoldens) {
      const calibration = goldenCalibration('blend', parameters);
      const sums = alignmentOnHost(batchOf(data), calibration, Float64Array.from(data.classWeights));
      const mean = (values: ArrayLike<number>) => Array.from(values, (value) => value / sums.weight);
      expectClose([sums.loss / sums.weight], [data.loss], tolerance);
      expectClose(mean(foregroundOf(sums.gradient.scale)), gradients.scale, tolerance);
      expectClose(mean(foregroundOf(sums.gradient.bias)), gradients.bias, tolerance);
      expectClose(mean(sums.gradient.confidence!.weight), gradients.confidenceWeight, tolerance);
      expectClose(mean([sums.gradient.confidence!.bias]), gradients.confidenceBias, tolerance);
    }
  });

  it('agrees with PyTorch on pixels, of which some are ignored', () => {
    const { segmentation } = goldens;
    const batch = batchOf({
      features: segmentation.features.flat(),
      logits: segmentation.logits.flat(),
      labels: segmentation.labels.flat().map((label) => (label === segmentation.ignoreLabel ? -1 : label)),
    });
    const calibration = goldenCalibration('blend', segmentation.parameters);
    const sums = alignmentOnHost(batch, calibration, Float64Array.from(segmentation.classWeights));
    expectClose([sums.loss / 12], [segmentation.loss.allPixels], tolerance);
    expectClose([sums.loss / sums.count], [segmentation.loss.validPixels], tolerance);
    expectClose([sums.loss / sums.weight], [segmentation.loss.weights], tolerance);
  });

  for (const form of ['blend', 'additive'] as const) {
    for (const withConfidence of [true, false]) {
      it(`has the gradients of finite differences, ${form}, confidence layer ${withConfidence}`, () => {
        const labels = [0, 2, -1, 3, 0, 1];
        const batch = batchOf({ ...golden, labels });
        const weights = Float64Array.from(golden.classWeights);
        const { scale, bias, confidence } = goldenCalibration(form, golden.parameters);
        const layer = withConfidence ? confidence : null;
        const calibrationAt = (point: Float64Array): FoldedCalibration => ({
          form,
          scale: point.slice(0, 4),
          bias: point.slice(4, 8),
          confidence: layer && { weight: point.slice(8, 13), bias: point[13] },
        });
        const point = [...scale, ...bias, ...(layer ? [...layer.weight, layer.bias] : [])];
        const sums = alignmentOnHost(batch, calibrationAt(Float64Array.from(point)), weights);
        const expected = centralDifferences(
          (moved) => alignmentOnHost(batch, calibrationAt(moved), weights).loss,
          point,
        );
        expectClose(flat(sums).slice(4), expected, { relativeToLargest: 1e-9 });
        expect(sums.gradient.confidence === null).toBe(!withConfidence);
      });
    }
  }

  it('has the gradients of finite differences where the confidence is rectified', () => {
    const batch = batchOf(golden);
    const weights = Float64Array.from(golden.classWeights);
    const { scale, bias, confidence: layer } = goldenCalibration('blend', golden.parameters);
    const calibrationAt = (point: Float64Array): FoldedCalibration => ({
      form: 'blend',
      scale,
      bias,
      confidence: { form: 'rectified', weight: point.slice(0, 5), bias: point[5] },
    });
    const point = Float64Array.of(...layer.weight, layer.bias);
    const isAbove = golden.confidence.map((c) => c > 0.5);
    expect(new Set(isAbove).size).toBe(2); // rows on both sides of the kink
    const sums = alignmentOnHost(batch, calibrationAt(point), weights);
    const expected = centralDifferences((moved) => alignmentOnHost(batch, calibrationAt(moved), weights).loss, point);
    const { weight, bias: byBias } = sums.gradient.confidence!;
    expectClose([...weight, byBias], expected, { relativeToLargest: 1e-9 });
    const rectified = golden.confidence.reduce((sum, c) => sum + Math.max(c, 0.5), 0);
    expectClose([sums.confidence], [rectified], tolerance);
  });

  it('adds up over batches, wherever they are cut', () => {
    const calibration = goldenCalibration('blend', golden.parameters);
    const weights = Float64Array.from(golden.classWeights);
    const rows = (start: number, end: number) =>
      batchOf({
        features: golden.features.slice(start, end),
        logits: golden.logits.slice(start, end),
        labels: golden.labels.slice(start, end),
      });
    const whole = flat(alignmentOnHost(rows(0, 6), calibration, weights));
    for (let cut = 0; cut <= 6; cut++) {
      const parts = [rows(0, cut), rows(cut, 6)].map((part) => flat(alignmentOnHost(part, calibration, weights)));
      const total = parts[0].map((value, i) => value + parts[1][i]);
      expectClose(total, whole, { relativeToLargest: 1e-14 });
    }
  });

  it('is one family in both forms, and does not feel a constant added to the calibrated logits', () => {
    const numbers = (length: number) =>
      fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: length, maxLength: length });
    const property = fc.property(numbers(6), numbers(3), numbers(3), numbers(1), (logits, scale, bias, constant) => {
      const batch = { ...batchOf({ features: [[], []], logits: [logits], labels: [2, 0] }), rows: 2 };
      const sums = (form: CalibrationForm, scales: number[], shift: number) =>
        alignmentOnHost(
          batch,
          { form, scale: Float64Array.from(scales), bias: Float64Array.from(bias, (b) => b + shift), confidence: null },
          Float64Array.of(1, 2, 3),
        );
      const blend = sums('blend', scale, 0);
      const additive = sums(
        'additive',
        scale.map((value) => value - 1),
        0,
      );
      // Calibrated logits reach 400, and with them the rounding of a loss.
      const close = { relativeToLargest: 1e-11, absolute: 1e-11 };
      expectClose(flat(additive), flat(blend), close);
      expectClose(flat(sums('blend', scale, constant[0])), flat(blend), close);
    });
    fc.assert(property, { seed: 1 });
  });

  it('has gradients by the bias that sum to 0 where there is no confidence layer', () => {
    const sums = alignmentOnHost(batchOf(golden), identityCalibration(4), Float64Array.from(golden.classWeights));
    const total = sums.gradient.bias.reduce((a, b) => a + b, 0);
    expectClose([total], [0], { absolute: 1e-14 });
  });

  it('leaves ignored rows out of every sum', () => {
    const calibration = goldenCalibration('blend', golden.parameters);
    const weights = Float64Array.from(golden.classWeights);
    const all = batchOf({ ...golden, labels: [-1, 2, -7, 3, -1, -1] });
    const pick = (rows: number[][]) => [rows[1], rows[3]];
    const kept = batchOf({ features: pick(golden.features), logits: pick(golden.logits), labels: [2, 3] });
    expect(alignmentOnHost(all, calibration, weights)).toEqual(alignmentOnHost(kept, calibration, weights));
    const none = alignmentOnHost({ ...all, labels: new Int32Array(6).fill(-1) }, calibration, weights);
    expect(flat(none)).toEqual(new Array(4 + 14).fill(0));
  });

  it('takes logits of 1e4 either way, and a confidence at its end', () => {
    const weights = Float64Array.of(1, 1, 1);
    const rows = batchOf({
      features: [[1e4], [-1e4]],
      logits: [
        [1e4, -1e4, 0],
        [1e4, -1e4, 0],
      ],
      labels: [0, 1],
    });
    const calibration: FoldedCalibration = {
      form: 'blend',
      scale: Float64Array.of(2, 2, 2),
      bias: new Float64Array(3),
      confidence: { weight: Float64Array.of(1), bias: 0 },
    };
    // Confidence 1: the label is 2e4 ahead. Confidence 0: it is 2e4 behind, and nothing learns.
    const sums = alignmentOnHost(rows, calibration, weights);
    expect(sums).toMatchObject({ loss: 2e4, confidence: 1, count: 2 });
    expect(flat(sums).slice(4).map(Math.abs)).toEqual(new Array(8).fill(0));
  });

  it('takes -Infinity off the label: such a class does not exist, and has no gradient', () => {
    const weights = Float64Array.of(1, 1, 1);
    const calibration = { ...identityCalibration(3), confidence: { weight: Float64Array.of(0), bias: 0 } };
    const rows = batchOf({ features: [[0]], logits: [[-Infinity, 2, 0]], labels: [1] });
    const sums = alignmentOnHost(rows, calibration, weights);
    const p = 1 / (1 + Math.exp(2));
    expectClose([sums.loss], [Math.log(1 + Math.exp(-2))], tolerance);
    expectClose(sums.gradient.bias, [0, -p / 2, p / 2], tolerance);
    expectClose(sums.gradient.scale, [0, -p, 0], tolerance);
    expect(sums.gradient.confidence).toEqual({ weight: Float64Array.of(0), bias: 0 });
  });

  it('is 0 where there is one class', () => {
    const sums = alignmentOnHost(
      batchOf({ features: [[], []], logits: [[3], [-5]], labels: [0, 0] }),
      identityCalibration(1),
      Float64Array.of(2),
    );
    expect(flat(sums).map(Math.abs)).toEqual([0, 4, 2, 2, 0, 0]);
  });

  it('keeps the digits of steep weights', () => {
    const steep = classWeights([1_000_000_000, 100_000_000, 1], { rho: 5 });
    const sums = alignmentOnHost(
      batchOf({
        features: [[], []],
        logits: [
          [1, 2, 0],
          [0, 0.5, 1],
        ],
        labels: [0, 1],
      }),
      identityCalibration(3),
      steep,
    );
    const losses = [Math.log(Math.exp(1) + Math.exp(2) + 1) - 1, Math.log(1 + Math.exp(0.5) + Math.exp(1)) - 0.5];
    expectClose([sums.loss / sums.weight], [(losses[0] * 1e-45 + losses[1] * 1e-40) / (1e-45 + 1e-40)], tolerance);
  });

  it('reads float32 rows like float64 ones', () => {
    const calibration = goldenCalibration('blend', golden.parameters);
    const weights = Float64Array.from(golden.classWeights);
    const batch = batchOf(golden);
    const single = { ...batch, features: Float32Array.from(batch.features), logits: Float32Array.from(batch.logits) };
    const rounded = { ...batch, features: batch.features.map(Math.fround), logits: batch.logits.map(Math.fround) };
    expect(alignmentOnHost(single, calibration, weights)).toEqual(alignmentOnHost(rounded, calibration, weights));
  });

  it('refuses arrays and labels that do not fit', () => {
    const calibration = goldenCalibration('blend', golden.parameters);
    const weights = Float64Array.from(golden.classWeights);
    const batch = batchOf(golden);
    const texts: [() => unknown, string][] = [
      [() => alignmentOnHost({ ...batch, rows: 5 }, calibration, weights), '`logits` must hold 5 x 4 numbers, got 24'],
      [
        () => alignmentOnHost({ ...batch, features: new Float32Array(6) }, calibration, weights),
        '`features` must hold 6 x 5 numbers, got 6',
      ],
      [
        () => alignmentOnHost({ ...batch, labels: new Int32Array(5) }, calibration, weights),
        '`labels` must hold 6 numbers, got 5',
      ],
      [
        () => alignmentOnHost({ ...batch, labels: Int32Array.of(0, 1, 2, 4, 5, 0) }, calibration, weights),
        '`labels[3]` must be below 4, got 4',
      ],
      [
        () => alignmentOnHost(batch, { ...calibration, bias: new Float64Array(3) }, weights),
        '`calibration.bias` must hold 4 numbers, got 3',
      ],
      [() => alignmentOnHost(batch, calibration, weights.slice(1)), '`classWeights` must hold 4 numbers, got 3'],
    ];
    for (const [run, text] of texts) expect(run).toThrow(new RangeError(`alignmentOnHost: ${text}`));
  });
});
