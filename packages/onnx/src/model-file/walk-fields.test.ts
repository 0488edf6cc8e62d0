import { describe, expect, it } from 'vitest';
import { bytesSource } from '../fixtures/bytes-source.js';
import { walkFields } from './walk-fields.js';

const walk = (...bytes: number[]) => [
  ...walkFields(bytesSource(Uint8Array.from(bytes)), { start: 0, end: bytes.length }),
];

describe('walkFields', () => {
  it('finds fields of every wire type and where their content lies', () => {
    // field 1 varint 300; field 2 two bytes; field 3 four bytes; field 4 eight bytes
    const fields = walk(8, 0xac, 2, 18, 2, 7, 7, 29, 1, 2, 3, 4, 33, 1, 2, 3, 4, 5, 6, 7, 8);
    expect(fields.map(({ number, wireType }) => [number, wireType])).toEqual([
      [1, 0],
      [2, 2],
      [3, 5],
      [4, 1],
    ]);
    expect(fields.map(({ start, content, end }) => [start, content.start, end])).toEqual([
      [0, 1, 3],
      [3, 5, 7],
      [7, 8, 12],
      [12, 13, 21],
    ]);
  });

  it('finds none in an empty message', () => {
    expect(walk()).toEqual([]);
  });

  it.each([
    [
      'a length beyond the end',
      [18, 5, 1],
      'field at byte 0 must be within its message, which ends at 3, got one to 7',
    ],
    ['a number cut off', [8, 0x80], 'must be a number, got the end of its message'],
    ['a number without end', [8, ...new Array<number>(12).fill(0x80)], 'got one without end'],
    ['field 0', [0, 0], 'must be a field of protobuf, got field number 0'],
    ['a group', [11], 'must be of wire type 0, 1, 2 or 5, got 3'],
    ['four bytes cut off', [29, 1], 'within its message'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => walk(...bytes)).toThrow(message);
  });
});
