import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countLabels } from '../features/count-labels.js';
import { drawRows, type Sampler } from './samplers.js';

// 900, 90 and 10 rows of three classes, and 50 to be ignored.
const sizes = [900, 90, 10];
const labels = Int32Array.from([
  ...sizes.flatMap((size, k) => new Array<number>(size).fill(k)),
  ...new Array<number>(50).fill(-1),
]);
const first = { seed: 3, epoch: 0, epochs: 5 };
const replacing: Sampler[] = ['square-root', 'class-balanced', 'progressively-balanced'];

/** Share of the draws that each class gets, over 25 seeds. */
function shares(sampler: Sampler, epoch: number, epochs = 5): number[] {
  const drawn = sizes.map(() => 0);
  for (let seed = 0; seed < 25; seed++) {
    drawRows(sampler, labels, { seed, epoch, epochs })!.forEach((uses, row) => {
      if (uses > 0) drawn[labels[row]] += uses;
    });
  }
  return drawn.map((count) => count / 25_000);
}

// 25,000 draws: the deviation of a share p is sqrt(p (1 - p) / 25,000) <= 0.0032; four of them.
function expectShares(actual: number[], expected: number[]): void {
  actual.forEach((share, k) => {
    const deviation = Math.sqrt((expected[k] * (1 - expected[k])) / 25_000);
    expect(Math.abs(share - expected[k])).toBeLessThanOrEqual(4 * deviation);
  });
}

describe('drawRows', () => {
  it('uses each row once where instances are balanced', () => {
    expect(drawRows('instance-balanced', labels, first)).toBeNull();
  });

  it('draws every class alike where classes are balanced', () => {
    expectShares(shares('class-balanced', 0), [1 / 3, 1 / 3, 1 / 3]);
  });

  it('draws by the square root of the class sizes', () => {
    // sqrt(900) : sqrt(90) : sqrt(10) = 30 : 9.49 : 3.16
    expectShares(shares('square-root', 0), [0.7034, 0.2224, 0.0741]);
  });

  it('goes from instance-balanced to class-balanced', () => {
    expectShares(shares('progressively-balanced', 0), [0.9, 0.09, 0.01]);
    expectShares(shares('progressively-balanced', 2), [0.6167, 0.2117, 0.1717]);
    expectShares(shares('progressively-balanced', 4), [1 / 3, 1 / 3, 1 / 3]);
    expectShares(shares('progressively-balanced', 0, 1), [1 / 3, 1 / 3, 1 / 3]);
  });

  it('draws the rows of a class alike', () => {
    const uses = drawRows(
      'class-balanced',
      Int32Array.from({ length: 8000 }, (_, i) => i % 4),
      first,
    )!;
    // Poisson of mean 1: no use has probability 1/e, deviation sqrt(0.368 * 0.632 / 8000) = 0.0054.
    const unused = uses.filter((count) => count === 0).length / 8000;
    expect(Math.abs(unused - Math.exp(-1))).toBeLessThan(0.022);
    expect(Math.max(...uses)).toBeLessThan(10);
  });

  it.each(replacing)('draws as often as there are valid rows, and never an ignored one: %s', (sampler) => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -2, max: 4 })), fc.integer(), fc.nat(6), (drawnLabels, seed, epoch) => {
        const rows = Int32Array.from(drawnLabels);
        const uses = drawRows(sampler, rows, { seed, epoch, epochs: 7 })!;
        expect(uses).toHaveLength(rows.length);
        expect(uses.reduce((sum, count) => sum + count, 0)).toBe(rows.filter((label) => label >= 0).length);
        expect(rows.filter((label, row) => label < 0 && uses[row] > 0)).toHaveLength(0);
      }),
    );
  });

  it('draws the same for the same seed and epoch, and else another', () => {
    const draw = (seed: number, epoch: number) => drawRows('class-balanced', labels, { seed, epoch, epochs: 5 });
    expect(draw(3, 1)).toEqual(draw(3, 1));
    expect(draw(3, 1)).not.toEqual(draw(3, 2));
    expect(draw(3, 1)).not.toEqual(draw(4, 1));
  });

  it('takes a class that has no rows, and one class alone', () => {
    const uses = drawRows('class-balanced', Int32Array.of(4, 4, 0, 4), first)!;
    expect(countLabels(Int32Array.of(4, 4, 0, 4), 5)).toEqual([1, 0, 0, 0, 3]);
    expect(uses.reduce((sum, count) => sum + count, 0)).toBe(4);
    expect(drawRows('square-root', Int32Array.of(2), first)).toEqual(Uint32Array.of(1));
  });
});
