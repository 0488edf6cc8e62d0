import { describe, expect, it } from 'vitest';
import { selectRows } from './select-rows.js';

describe('selectRows', () => {
  it('takes all rows without a selection', () => {
    expect([...selectRows(undefined, 3)]).toEqual([0, 1, 2]);
  });

  it('keeps the order and the repeats of a list', () => {
    expect([...selectRows([2, 0, 2], 3)]).toEqual([2, 0, 2]);
  });

  it('spells out a range without its end', () => {
    expect([...selectRows({ start: 1, end: 3 }, 3)]).toEqual([1, 2]);
    expect(selectRows({ start: 3, end: 3 }, 3)).toHaveLength(0);
  });

  it.each([[[3]], [[-1]], [[0.5]], [[Number.NaN]]])('refuses row %s of three', (rows) => {
    expect(() => selectRows(rows, 3)).toThrow('`rows[0]` must be an integer in 0..2');
  });

  it.each([
    { start: 2, end: 1 },
    { start: 0, end: 4 },
    { start: -1, end: 1 },
  ])('refuses the range $start..$end of three', (range) => {
    expect(() => selectRows(range, 3)).toThrow(RangeError);
  });
});
