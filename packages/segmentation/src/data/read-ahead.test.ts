import { describe, expect, it } from 'vitest';
import { readAhead } from './read-ahead.js';

const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('readAhead', () => {
  it('gives rows in order, whichever is read first, and never more than asked for at once', async () => {
    let running = 0;
    let most = 0;
    const read = async (row: number) => {
      most = Math.max(most, ++running);
      await later(row % 3 === 0 ? 6 : 1);
      running--;
      return row;
    };
    const rows: number[] = [];
    for await (const row of readAhead(10, read, 3)) rows.push(row);
    expect(rows).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(most).toBe(3);
  });

  it('throws what a row threw when its turn has come', async () => {
    const rows: number[] = [];
    const reading = async () => {
      const read = async (row: number) => {
        if (row >= 2) throw new Error(`row ${row}`);
        await later(2);
        return row;
      };
      for await (const row of readAhead(5, read)) rows.push(row);
    };
    await expect(reading()).rejects.toThrow('row 2');
    expect(rows).toEqual([0, 1]);
  });

  it('reads nothing of nothing', async () => {
    const asked: number[] = [];
    for await (const row of readAhead(0, async (k) => asked.push(k))) asked.push(row);
    expect(asked).toEqual([]);
  });
});
