import { describe, expect, it } from 'vitest';
import { groupRows } from './group-rows.js';

describe('groupRows', () => {
  it('lists the rows of each class in class order, and none with a negative label', () => {
    const groups = groupRows(Int32Array.of(12, 3, -1, 12, 0, -7, 3));
    expect([...groups]).toEqual([
      [0, [4]],
      [3, [1, 6]],
      [12, [0, 3]],
    ]);
  });

  it('has no class without rows', () => {
    expect(groupRows(new Int32Array(0)).size).toBe(0);
    expect(groupRows(Int32Array.of(-1)).size).toBe(0);
  });
});
