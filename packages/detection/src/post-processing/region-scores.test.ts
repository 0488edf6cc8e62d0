import { identityCalibration, logitAdjustment, type Calibration } from '@disalign/core';
import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { regionScores } from './region-scores.js';

const headOf = (...logits: number[]) => ({ rows: 1, features: Float32Array.of(1), logits: Float32Array.from(logits) });
const calibrations = [identityCalibration(3)];
// Scores are float32.
const tolerance = { relative: 1e-7 };

describe('regionScores', () => {
  it('takes softmax over classes and background, and leaves the background out, worked by hand', () => {
    const logits = [0, Math.log(2), Math.log(5)];
    expectClose(regionScores([headOf(...logits)], { calibrations }), [1 / 8, 2 / 8], tolerance);
    const first = regionScores([headOf(...logits)], { calibrations, background: 'first' });
    expectClose(first, [2 / 8, 5 / 8], tolerance);
  });

  it('takes a sigmoid for each class on its own, whatever stands in the column of the background', () => {
    for (const absent of [0, 9]) {
      const scores = regionScores([headOf(0, Math.log(3), absent)], { calibrations, probabilities: 'sigmoid' });
      expectClose(scores, [1 / 2, 3 / 4], tolerance);
    }
  });

  it('calibrates before, and averages the probabilities of a cascade', () => {
    const adjusted = logitAdjustment([3, 1, 9], { background: 'last' }); // margins log 4/3, log 4, 0
    const scores = regionScores([headOf(0, 0, 0)], { calibrations: [adjusted] });
    const sum = 4 / 3 + 4 + 1;
    expectClose(scores, [4 / 3 / sum, 4 / sum], tolerance);
    const both = regionScores([headOf(0, 0, 0), headOf(0, 0, 0)], { calibrations: [adjusted, identityCalibration(3)] });
    expectClose(both, [(4 / 3 / sum + 1 / 3) / 2, (4 / sum + 1 / 3) / 2], tolerance);
  });

  it('refuses other than one calibration a head, and heads of other sizes', () => {
    expect(() => regionScores([headOf(0, 0, 0)], { calibrations: [] })).toThrow('must be 1, one a head, got 0');
    const four: Calibration = identityCalibration(4);
    expect(() => regionScores([headOf(0, 0, 0)], { calibrations: [four] })).toThrow('`logits` must hold 1 x 4 numbers');
  });
});
