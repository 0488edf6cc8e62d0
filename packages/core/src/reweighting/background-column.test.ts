import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { logitAdjustment } from '../methods/logit-adjustment.js';
import { backgroundIndex, dropBackground, insertBackground } from './background-column.js';
import { classWeights } from './class-weights.js';

const foreground = [300, 80, 12];

describe('a background column', () => {
  it('is put first or last, and taken out again', () => {
    expect(insertBackground(foreground, 'first', 7)).toEqual([7, 300, 80, 12]);
    expect(insertBackground(foreground, 'last', 7)).toEqual([300, 80, 12, 7]);
    for (const background of ['first', 'last'] as const) {
      const values = insertBackground(foreground, background, 7);
      expect(values[backgroundIndex(background, 4)]).toBe(7);
      expect(dropBackground(values, background)).toEqual(foreground);
    }
  });

  it.each(['first', 'last'] as const)(
    '%s: weighs 1, whatever its count, beside weights that do not know it',
    (background) => {
      for (const normalization of ['sum', 'classes'] as const) {
        for (const count of [0, 1, 1e6]) {
          const counts = insertBackground(foreground, background, count);
          const weights = classWeights(counts, { rho: 0.8, normalization, background });
          const expected = insertBackground(classWeights(foreground, { rho: 0.8, normalization }), background, 1);
          expect([...weights]).toEqual(expected);
        }
      }
      const targetPrior = insertBackground([1, 2, 1], background, 99);
      const weights = classWeights(insertBackground(foreground, background, 5), { rho: 1, background, targetPrior });
      const expected = classWeights(foreground, { rho: 1, targetPrior: [1, 2, 1] });
      expect([...weights]).toEqual(insertBackground(expected, background, 1));
      expect(() => classWeights([9, 0, 0, 9], { rho: 1, background })).toThrow('must be positive, got 0');
    },
  );

  it.each(['first', 'last'] as const)('%s: is left alone by logit adjustment', (background) => {
    const { bias } = logitAdjustment(insertBackground([6, 2], background, 1e6), { background });
    expectClose(bias, insertBackground([Math.log(8 / 6), Math.log(4)], background, 0), { relative: 1e-14 });
    const targetPrior = insertBackground([1, 3], background, 5);
    const adjusted = logitAdjustment(insertBackground([6, 2], background, 1), { background, targetPrior });
    expect([...adjusted.bias]).toEqual(
      insertBackground(logitAdjustment([6, 2], { targetPrior: [1, 3] }).bias, background, 0),
    );
  });
});
