import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { calibrateOnHost } from '../calibration/calibrate-on-host.js';
import { alignmentOnHost } from '../losses/alignment-on-host.js';
import { centralDifferences } from '../fixtures/central-differences.js';
import {
  calibrationFromVector,
  foldedFromVector,
  gradientVector,
  groupRanges,
  identityVector,
  learnedRanges,
  type ParameterLayout,
} from './parameter-vector.js';

const confidence = { mean: Float64Array.of(1, -2, 0.5), deviation: Float64Array.of(2, 0.5, 4) };
const layout: ParameterLayout = { form: 'blend', classes: 2, confidence };
const bare: ParameterLayout = { form: 'additive', classes: 2, confidence: null };
const vector = Float64Array.of(1.2, 0.8, -0.3, 0.4, 0.5, -0.25, 1.5, 0.1);
const rows = {
  rows: 3,
  features: Float64Array.of(1, 2, 3, -1, 0.5, 2, 0, -3, 1),
  logits: Float64Array.of(2, -1, 0.5, 1, -2, 0.25),
  labels: Int32Array.of(0, 1, 1),
};

describe('the parameter vector', () => {
  it('holds scale, bias, confidence weight and confidence bias, one after the other', () => {
    expect(groupRanges(layout)).toEqual({
      scale: { start: 0, end: 2 },
      bias: { start: 2, end: 4 },
      confidence: { start: 4, end: 8 },
    });
    expect(calibrationFromVector(vector, layout)).toEqual({
      form: 'blend',
      scale: Float64Array.of(1.2, 0.8),
      bias: Float64Array.of(-0.3, 0.4),
      confidence: { weight: Float64Array.of(0.5, -0.25, 1.5), bias: 0.1, ...confidence },
    });
  });

  it('learns all of it but the magnitude and the margin of a background', () => {
    const whole = groupRanges(layout);
    expect(learnedRanges(layout)).toEqual({ scale: [whole.scale], bias: [whole.bias], confidence: [whole.confidence] });
    const three = { ...bare, classes: 3 };
    expect(learnedRanges({ ...three, background: 0 }).scale).toEqual([{ start: 1, end: 3 }]);
    expect(learnedRanges({ ...three, background: 2 }).bias).toEqual([{ start: 3, end: 5 }]);
    expect(learnedRanges({ ...three, background: 1 }).bias).toEqual([
      { start: 3, end: 4 },
      { start: 5, end: 6 },
    ]);
  });

  it('ends after the bias where there is no confidence layer', () => {
    expect(groupRanges(bare).confidence).toEqual({ start: 4, end: 4 });
    expect(identityVector(bare)).toEqual(Float64Array.of(0, 0, 0, 0));
    expect(calibrationFromVector(vector.slice(0, 4), bare)).toEqual({
      form: 'additive',
      scale: Float64Array.of(1.2, 0.8),
      bias: Float64Array.of(-0.3, 0.4),
      confidence: null,
    });
  });

  it('starts at the identity, with the confidence it is told', () => {
    expect(identityVector(layout)).toEqual(Float64Array.of(1, 1, 0, 0, 0, 0, 0, 0));
    expect(identityVector(layout, 2).at(-1)).toBe(2);
    // A rectified one starts where it has a gradient.
    const rectified = { ...layout, confidence: { ...layout.confidence!, form: 'rectified' as const } };
    expect(identityVector(rectified).at(-1)).toBe(1);
    expect(calibrationFromVector(identityVector(rectified), rectified).confidence?.form).toBe('rectified');
    const { logits } = rows;
    for (const bias of [0, 2, -30]) {
      expect(calibrateOnHost(rows, calibrationFromVector(identityVector(layout, bias), layout))).toEqual(logits);
    }
  });

  it('gives copies: changing a calibration does not change the vector', () => {
    const kept = vector.slice();
    const calibration = calibrationFromVector(vector, layout);
    calibration.scale.fill(9);
    calibration.bias.fill(9);
    calibration.confidence!.weight.fill(9);
    expect(vector).toEqual(kept);
  });

  it('folds the standardisation: both calibrate raw features alike', () => {
    const { confidence: folded, ...rest } = foldedFromVector(vector, layout);
    const raw = { mean: new Float64Array(3), deviation: new Float64Array(3).fill(1) };
    const expected = calibrateOnHost(rows, calibrationFromVector(vector, layout));
    expectClose(calibrateOnHost(rows, { ...rest, confidence: { ...folded!, ...raw } }), expected, { relative: 1e-14 });
    // Weights w / deviation: 0.5 / 2, -0.25 / 0.5, 1.5 / 4.
    expect(folded!.weight).toEqual(Float64Array.of(0.25, -0.5, 0.375));
    expect(foldedFromVector(vector.slice(0, 4), bare).confidence).toBeNull();
  });

  it.each([
    ['blend', layout, vector],
    ['additive without confidence', bare, vector.slice(0, 4)],
  ] as const)('takes a gradient back to the vector, as finite differences do: %s', (_, at, point) => {
    const weights = Float64Array.of(0.3, 0.7);
    const loss = (parameters: Float64Array) => alignmentOnHost(rows, foldedFromVector(parameters, at), weights).loss;
    const { gradient } = alignmentOnHost(rows, foldedFromVector(point, at), weights);
    expectClose(gradientVector(gradient, at), centralDifferences(loss, point), { relativeToLargest: 1e-9 });
  });
});
