import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planEpoch } from '../plan-epoch.js';
import { rowPlaces } from './row-places.js';

describe('rowPlaces', () => {
  it('loads each row once where all find room', () => {
    const places = rowPlaces({ rows: 10, views: 2, stayingRows: 20, poolRows: 5 });
    expect(places.size).toBe(20);
    const first = places.place([{ start: 4, end: 7 }], 0);
    expect(first.loads).toEqual([{ start: 4, end: 7, to: 0 }]);
    const second = places.place([{ start: 2, end: 9 }], 0);
    // 4 to 6 are there.
    expect(second.loads).toEqual([
      { start: 2, end: 4, to: 3 },
      { start: 7, end: 9, to: 5 },
    ]);
    expect([...second.find(Int32Array.of(8, 2, 5, 5))]).toEqual([6, 3, 1, 1]);
    // Another view of a row is another row.
    expect(places.place([{ start: 4, end: 5 }], 1).loads).toEqual([{ start: 4, end: 5, to: 7 }]);
  });

  it('has each row where it was loaded, while its pool and the next are used', () => {
    const sizes = fc.record({
      rows: fc.integer({ min: 1, max: 600 }),
      views: fc.integer({ min: 1, max: 3 }),
      stayingRows: fc.integer({ min: 0, max: 700 }),
      batchSize: fc.integer({ min: 1, max: 90 }),
    });
    fc.assert(
      fc.property(sizes, ({ rows, views, stayingRows, batchSize }) => {
        const places = rowPlaces({ rows, views, stayingRows, poolRows: rows });
        const store = new Array<string>(places.size);
        let before: (() => void) | undefined;
        for (let epoch = 0; epoch < 4; epoch++) {
          const view = epoch % views;
          for (const { ranges, batches } of planEpoch({ rows, batchSize, seed: 1, epoch, uses: null })) {
            const { loads, find } = places.place(ranges, view);
            for (const { start, end, to } of loads) {
              for (let row = start; row < end; row++) store[to + row - start] = `${view} ${row}`;
            }
            const check = () => {
              for (const batch of batches) {
                expect([...find(batch)].map((place) => store[place])).toEqual(
                  [...batch].map((row) => `${view} ${row}`),
                );
              }
            };
            before?.();
            check();
            before = check;
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
