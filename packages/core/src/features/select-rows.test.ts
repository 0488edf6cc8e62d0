import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { drawFeatures } from './fixtures/draw-features.js';
import { selectRows } from './select-rows.js';

const source = drawFeatures({ rows: 10_000, featureSize: 1, classes: 2, views: 2 });
const range = { start: 0, end: 10_000 };

describe('selectRows', () => {
  it('hands out the chosen rows of any increasing list, in any range and view', async () => {
    const [first, second] = [await source.read(range), await source.read(range, 1)];
    const steps = fc.array(fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 200 })), { minLength: 1, maxLength: 45 });
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(), fc.nat(), fc.nat({ max: 1 }), async (steps, a, b, view) => {
        let row = -1;
        const rows = Int32Array.from(steps, (step) => (row += step));
        const chosen = selectRows(source, rows);
        const [start, end] = [a % (rows.length + 1), b % (rows.length + 1)].sort((x, y) => x - y);
        const all = view === 0 ? first : second;
        const batch = await chosen.read({ start, end }, view);
        const part = rows.subarray(start, end);
        expect(batch.rows).toBe(end - start);
        expect(batch.features).toEqual(Float32Array.from(part, (row) => all.features[row]));
        expect(batch.logits).toEqual(
          Float32Array.from(
            [...part].flatMap((r) => [2 * r, 2 * r + 1]),
            (i) => all.logits[i],
          ),
        );
        expect(batch.labels).toEqual(Int32Array.from(part, (row) => all.labels[row]));
        expect(await chosen.labels()).toEqual(Int32Array.from(rows, (row) => all.labels[row]));
      }),
      { seed: 1 },
    );
  });

  it('hands out a range, and rows of rows', async () => {
    const all = await source.read(range);
    const part = selectRows(source, { start: 100, end: 200 });
    expect(part).toMatchObject({ rows: 100, featureSize: 1, classes: 2, views: 2 });
    expect((await part.read({ start: 10, end: 20 })).features).toEqual(all.features.slice(110, 120));
    expect(await part.labels()).toEqual(all.labels.slice(100, 200));
    const few = selectRows(part, Int32Array.of(0, 99));
    expect((await few.read({ start: 0, end: 2 })).features).toEqual(
      Float32Array.of(all.features[100], all.features[199]),
    );
  });

  it('reads near rows in one go, far rows apart, and never more than 4,096 rows at once', async () => {
    const read = vi.spyOn(source, 'read');
    await selectRows(source, Int32Array.of(0, 64, 128, 5000)).read({ start: 0, end: 4 });
    expect(read.mock.calls.map(([{ start, end }]) => [start, end])).toEqual([
      [0, 129],
      [5000, 5001],
    ]);
    read.mockClear();
    await selectRows(
      source,
      Int32Array.from({ length: 200 }, (_, i) => 50 * i),
    ).read({ start: 0, end: 200 });
    expect(read.mock.calls.length).toBe(3);
    expect(Math.max(...read.mock.calls.map(([{ start, end }]) => end - start))).toBeLessThanOrEqual(4096);
    read.mockRestore();
  });

  it('refuses rows that do not increase or are not there, and reads beyond the selection', async () => {
    for (const rows of [[3, 3], [3, 2], [-1], [10_000]]) {
      expect(() => selectRows(source, Int32Array.from(rows))).toThrow(RangeError);
    }
    expect(() => selectRows(source, Int32Array.of(1, 5, 4))).toThrow(
      '`rows[2]` must increase and lie in 6..9999, got 4',
    );
    for (const [start, end] of [
      [-1, 5],
      [5, 4],
      [0, 10_001],
      [0.5, 2],
    ]) {
      expect(() => selectRows(source, { start, end })).toThrow(RangeError);
    }
    await expect(selectRows(source, Int32Array.of(1, 2)).read({ start: 0, end: 3 })).rejects.toThrow('0..2');
    await expect(selectRows(source, { start: 0, end: 2 }).read({ start: 0, end: 3 })).rejects.toThrow('0..2');
  });
});
