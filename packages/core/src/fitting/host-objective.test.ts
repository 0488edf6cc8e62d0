import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { centralDifferences } from '../fixtures/central-differences.js';
import { hostObjective } from './host-objective.js';
import { identityVector, type ParameterLayout } from './parameter-vector.js';

const batch = {
  rows: 3,
  features: Float64Array.of(1, -1, 3),
  logits: Float64Array.of(Math.log(3), 0, 0, Math.log(4), 5, 5),
  labels: Int32Array.of(0, 0, -1),
};
const layout: ParameterLayout = {
  form: 'blend',
  classes: 2,
  confidence: { mean: Float64Array.of(1), deviation: Float64Array.of(2) },
};
const classWeights = Float64Array.of(0.75, 0.25);

describe('hostObjective', () => {
  it('gives the sums of the valid rows, worked by hand at the identity', () => {
    // p_y = 3/4 and 1/5; c = 1/2 for every row.
    const objective = hostObjective({ layout, classWeights, reduction: 'weights' });
    const sums = objective.evaluate(identityVector(layout), batch);
    expectClose([sums.loss], [0.75 * (Math.log(4 / 3) + Math.log(5))], { relative: 1e-14 });
    expect(sums).toMatchObject({ divisor: 1.5, count: 2, confidence: 1 });
    // d bias_0 = 0.75 * 0.5 * ((3/4 - 1) + (1/5 - 1)), d bias_1 the opposite; the confidence changes nothing yet.
    expectClose(sums.gradient.subarray(2), [-0.39375, 0.39375, 0, 0], { relative: 1e-14 });
    expect(
      hostObjective({ layout, classWeights, reduction: 'count' }).evaluate(identityVector(layout), batch).divisor,
    ).toBe(2);
    expect(
      hostObjective({ layout, classWeights, reduction: 'all' }).evaluate(identityVector(layout), batch).divisor,
    ).toBe(3);
  });

  it('has the gradient of finite differences by the vector', () => {
    const objective = hostObjective({ layout, classWeights, reduction: 'weights' });
    const point = Float64Array.of(1.3, 0.7, 0.2, -0.4, 0.6, -0.3);
    const expected = centralDifferences((moved) => objective.evaluate(moved, batch).loss, point);
    expectClose(objective.evaluate(point, batch).gradient, expected, { relativeToLargest: 1e-9 });
  });
});
