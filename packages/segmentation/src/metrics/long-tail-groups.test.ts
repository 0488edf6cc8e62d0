import { describe, expect, it } from 'vitest';
import { readTable } from '../fixtures/ade20k-samples.js';
import { longTailGroups, longTailGroupsByPixels } from './long-tail-groups.js';

describe('longTailGroups', () => {
  it('takes the first 20 classes of ADE20K as head, the next 55 as body, the last 75 as tail', () => {
    const groups = longTailGroups();
    expect(groups).toHaveLength(150);
    expect([groups[0], groups[19], groups[20], groups[74], groups[75], groups[149]]).toEqual([
      'head',
      'head',
      'body',
      'body',
      'tail',
      'tail',
    ]);
  });

  it('refuses sizes that are no numbers of classes', () => {
    expect(() => longTailGroups({ head: 1, body: -1, tail: 2 })).toThrow(
      '`sizes.body` must be a non-negative integer, got -1',
    );
  });
});

describe('longTailGroupsByPixels', () => {
  it('swaps computer and swivel chair on the pixels of ADE20K, and nothing else', () => {
    const pixels = readTable('train-stats.tsv').map((row) => Number(row.train_pixels));
    const byPixels = longTailGroupsByPixels(pixels);
    const byIndex = longTailGroups();
    const moved = byPixels.flatMap((group, k) => (group === byIndex[k] ? [] : [k]));
    expect(moved).toEqual([74, 75]);
    expect([byPixels[74], byPixels[75]]).toEqual(['tail', 'body']);
  });

  it('puts the lower index first among equals, and refuses sizes of another sum', () => {
    expect(longTailGroupsByPixels([5, 9, 5], { head: 1, body: 1, tail: 1 })).toEqual(['body', 'head', 'tail']);
    expect(() => longTailGroupsByPixels([1, 2])).toThrow('`sizes` must add up to 2 classes, got 150');
  });
});
