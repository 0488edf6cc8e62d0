import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import type { FeatureSource } from '../features/feature-source.js';
import { drawFeatures } from '../features/fixtures/draw-features.js';
import { hostObjective } from './host-objective.js';
import { BLOCK_ROWS, divisorOf, evaluateAll, type ObjectiveSums } from './objective.js';
import { identityVector, type ParameterLayout } from './parameter-vector.js';

const layout: ParameterLayout = {
  form: 'blend',
  classes: 5,
  confidence: { mean: new Float64Array(3), deviation: new Float64Array(3).fill(1) },
};
const classWeights = Float64Array.of(1, 2, 3, 4, 5);
const parameters = identityVector(layout).map((value, i) => value + 0.1 * Math.sin(i + 1));
const objective = hostObjective({ layout, classWeights, reduction: 'weights' });

describe('evaluateAll', () => {
  it('adds up all rows of all views', async () => {
    const source = drawFeatures({ rows: 50, views: 2 });
    const sums = await evaluateAll(objective, source, parameters);
    const parts: ObjectiveSums[] = [];
    for (const view of [0, 1]) {
      for (const [start, end] of [
        [0, 7],
        [7, 50],
      ]) {
        parts.push(objective.evaluate(parameters, await source.read({ start, end }, view)));
      }
    }
    const total = (pick: (part: ObjectiveSums) => number) => parts.reduce((sum, part) => sum + pick(part), 0);
    expectClose(
      [sums.loss, sums.divisor, sums.count, sums.confidence],
      [total((p) => p.loss), total((p) => p.divisor), 100, total((p) => p.confidence)],
      { relative: 1e-13 },
    );
    const gradient = sums.gradient.map((_, i) => total((part) => part.gradient[i]));
    expectClose(sums.gradient, gradient, { relativeToLargest: 1e-13 });
  });

  it('reads blocks of whole rows, the same ones whatever holds the rows', async () => {
    const source = drawFeatures({ rows: BLOCK_ROWS + 3, classes: 2, featureSize: 1 });
    const ranges: string[] = [];
    const watched: FeatureSource = {
      ...source,
      read: (range, view) => {
        ranges.push(`${range.start}-${range.end}`);
        return source.read(range, view);
      },
    };
    const small = hostObjective({
      layout: { form: 'additive', classes: 2, confidence: null },
      classWeights: Float64Array.of(1, 1),
      reduction: 'count',
    });
    const sums = await evaluateAll(small, watched, new Float64Array(4));
    expect(ranges).toEqual([`0-${BLOCK_ROWS}`, `${BLOCK_ROWS}-${BLOCK_ROWS + 3}`]);
    expect(sums.count).toBe(BLOCK_ROWS + 3);
  });

  it('waits for an objective that takes time', async () => {
    const source = drawFeatures({ rows: 10 });
    const slow = { evaluate: async (...given: Parameters<typeof objective.evaluate>) => objective.evaluate(...given) };
    expect(await evaluateAll(slow, source, parameters)).toEqual(await evaluateAll(objective, source, parameters));
  });
});

describe('divisorOf', () => {
  it('takes what the reduction says', () => {
    const sums = { weight: 2.5, count: 3, rows: 4 };
    expect(divisorOf('weights', sums)).toBe(2.5);
    expect(divisorOf('count', sums)).toBe(3);
    expect(divisorOf('all', sums)).toBe(4);
  });
});
