import { FileFormatError } from '@disalign/core';
import { describe, expect, it } from 'vitest';
import { parseSegmentationCounts } from './parse-segmentation-counts.js';
import { SegmentationCounts } from './segmentation-counts.js';

describe('parseSegmentationCounts', () => {
  it('reads what JSON.stringify writes', () => {
    const counts = new SegmentationCounts(150);
    const map = { height: 1, width: 3, labels: Uint8Array.of(0, 149, 255) };
    counts.add(map, map);
    const read = parseSegmentationCounts(JSON.stringify(counts), 'a.json');
    expect(read.toJSON()).toEqual(counts.toJSON());
  });

  it.each([
    ['{', 'content must be JSON, got 1 characters'],
    ['[]', 'content must be counts'],
    [
      '{"classes":1,"images":1,"confusion":[1]}',
      'confusion must be counts, got Invalid input: expected K (K + 1) cells',
    ],
    ['{"classes":1,"images":1,"confusion":[1,-2]}', 'confusion.1 must be counts'],
    ['{"classes":300,"images":1,"confusion":[1,2]}', 'classes must be counts'],
  ])('refuses %s', (text, problem) => {
    expect(() => parseSegmentationCounts(text, 'a.json')).toThrow(FileFormatError);
    expect(() => parseSegmentationCounts(text, 'a.json')).toThrow(`a.json: ${problem}`);
  });
});
