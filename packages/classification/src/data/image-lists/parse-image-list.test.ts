import { FileFormatError } from '@disalign/core';
import { describe, expect, it } from 'vitest';
import { parseImageList } from './parse-image-list.js';

const parse = (text: string) => parseImageList(text, { file: 'train.txt', classes: 3 });

describe('parseImageList', () => {
  it('reads a path and a label from each line, and remembers the line', () => {
    expect(parse('train/a/1.JPEG 0\n\ntrain/b c/2.JPEG 2\n')).toEqual([
      { path: 'train/a/1.JPEG', label: 0, origin: 'train.txt:1' },
      { path: 'train/b c/2.JPEG', label: 2, origin: 'train.txt:3' },
    ]);
  });

  it('reads Windows line ends, tabs and a byte order mark as if they were not there', () => {
    expect(parse('\uFEFFa.jpg 0\r\nb.jpg\t1 \r\n')).toEqual(parse('a.jpg 0\nb.jpg 1\n'));
  });

  it.each([
    ['a.jpg', 'train.txt:2: line must be a path and a label, got "a.jpg"'],
    ['a.jpg 3', 'train.txt:2: label must be in 0..2, got 3'],
    ['a.jpg -1', 'train.txt:2: label must be in 0..2, got -1'],
    ['a.jpg 1.0', 'train.txt:2: label must be in 0..2, got 1.0'],
    ['a.jpg cat', 'train.txt:2: label must be in 0..2, got cat'],
    ['../a.jpg 1', 'train.txt:2: path ../a.jpg must be one inside the root, got one that leaves it'],
    ['b/../../a.jpg 1', 'train.txt:2: path b/../../a.jpg must be one inside the root, got one that leaves it'],
    ['/a.jpg 1', 'train.txt:2: path /a.jpg must be one inside the root, got an absolute path'],
    ['first.jpg 1', 'train.txt:2: path first.jpg must be in the list once, got it again after train.txt:1'],
  ])('refuses %s', (line, message) => {
    const reading = () => parse(`first.jpg 0\n${line}\nlast.jpg 2`);
    expect(reading).toThrow(FileFormatError);
    expect(reading).toThrow(message);
  });

  it('takes any label where the number of classes is not known', () => {
    expect(parseImageList('a.jpg 8141', { file: 'list' })[0].label).toBe(8141);
    expect(() => parseImageList('a.jpg x', { file: 'list' })).toThrow(
      'list:1: label must be an integer of at least 0, got x',
    );
  });

  it('gives nothing for an empty list', () => {
    expect(parse('\n')).toEqual([]);
  });
});
