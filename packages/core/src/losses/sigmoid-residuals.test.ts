import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { centralDifferences } from '../fixtures/central-differences.js';
import { goldenCalibration } from '../fixtures/golden-calibration.js';
import { goldens } from '../fixtures/goldens.js';
import { insertBackground } from '../reweighting/background-column.js';
import { alignmentOnHost, type FoldedCalibration } from './alignment-on-host.js';
import { sigmoidResiduals } from './sigmoid-residuals.js';

const golden = goldens.detection_sigmoid;
const head = { probabilities: 'sigmoid', background: 3 } as const;
// The background's column: any logit, as nothing is said of it.
const batch = {
  rows: golden.labels.length,
  features: Float64Array.from(golden.features.flat()),
  logits: Float64Array.from(golden.logits.flatMap((row) => [...row, 5])),
  labels: Int32Array.from(golden.labels),
};
const parameters = {
  ...golden.parameters,
  scale: insertBackground(golden.parameters.scale, 'last', 1),
  bias: insertBackground(golden.parameters.bias, 'last', 0),
};
const weights = Float64Array.of(...golden.classWeights, 1);

describe('sigmoidResiduals', () => {
  it('weighs the true class alone, worked by hand', () => {
    // log(1 + e^0) twice, of which one with weight 3; gradients 3 (1/2 - 1) and 1/2.
    const row = Float64Array.of(0, 0);
    expectClose([sigmoidResiduals(row, 1, 3)], [4 * Math.LN2], { relative: 1e-15 });
    expect([...row]).toEqual([0.5, -1.5]);
    const background = Float64Array.of(0, 0, 8);
    expectClose([sigmoidResiduals(background, 2, 1, 2)], [2 * Math.LN2], { relative: 1e-15 });
    expect([...background]).toEqual([0.5, 0.5, 0]);
  });

  it('keeps its digits at any logit', () => {
    const row = Float64Array.of(800, -800, -Infinity, -40);
    expectClose([sigmoidResiduals(row, 1, 2)], [800 + 1600 + Math.exp(-40)], { relative: 1e-14 });
    expectClose(row, [1, -2, 0, Math.exp(-40)], { relative: 1e-14 });
  });

  it('agrees with PyTorch, with the gradients by scale, bias and confidence layer', () => {
    const sums = alignmentOnHost(batch, goldenCalibration('blend', parameters), weights, head);
    const mean = (values: ArrayLike<number>) => Array.from(values, (value) => value / sums.weight);
    const tolerance = { relativeToLargest: 1e-12 };
    expectClose([sums.loss / sums.weight], [golden.loss], tolerance);
    expectClose(mean(sums.gradient.scale), [...golden.gradients.scale, 0], tolerance);
    expectClose(mean(sums.gradient.bias), [...golden.gradients.bias, 0], tolerance);
    expectClose(mean(sums.gradient.confidence!.weight), golden.gradients.confidenceWeight, tolerance);
    expectClose(mean([sums.gradient.confidence!.bias]), golden.gradients.confidenceBias, tolerance);
  });

  it('has the gradients of finite differences', () => {
    const { scale, bias, confidence: layer } = goldenCalibration('blend', parameters);
    const calibrationAt = (point: Float64Array): FoldedCalibration => ({
      form: 'blend',
      scale: point.slice(0, 4),
      bias: point.slice(4, 8),
      confidence: { weight: point.slice(8, 13), bias: point[13] },
    });
    const point = Float64Array.of(...scale, ...bias, ...layer.weight, layer.bias);
    const { gradient } = alignmentOnHost(batch, calibrationAt(point), weights, head);
    const expected = centralDifferences(
      (moved) => alignmentOnHost(batch, calibrationAt(moved), weights, head).loss,
      point,
    );
    const found = [...gradient.scale, ...gradient.bias, ...gradient.confidence!.weight, gradient.confidence!.bias];
    expectClose(found, expected, { relativeToLargest: 1e-9 });
  });

  it('is that of a softmax over each class and an absent of logit 0', () => {
    // Two columns (z, 0) say sigmoid(z) and sigmoid(-z).
    for (const [logit, label] of [
      [1.3, 0],
      [-2, 0],
      [0.4, 1],
      [3, 1],
    ]) {
      const two = {
        rows: 1,
        features: new Float64Array(0),
        logits: Float64Array.of(logit, 0),
        labels: Int32Array.of(label),
      };
      const identity = {
        form: 'blend',
        scale: Float64Array.of(1, 1),
        bias: Float64Array.of(0, 0),
        confidence: null,
      } as const;
      const softmax = alignmentOnHost(two, identity, Float64Array.of(2, 1));
      const sigmoid = alignmentOnHost(two, identity, Float64Array.of(2, 1), {
        probabilities: 'sigmoid',
        background: 1,
      });
      expectClose([sigmoid.loss], [softmax.loss], { relative: 1e-14 });
      expectClose([sigmoid.gradient.scale[0]], [softmax.gradient.scale[0]], { relative: 1e-14 });
    }
  });
});
