import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findDuplicateKey } from './find-duplicate-key.js';

describe('findDuplicateKey', () => {
  it('finds a key that stands twice in one object, however it is spelled and wherever it lies', () => {
    expect(findDuplicateKey('{"a":1,"a":2}')).toBe('a');
    expect(findDuplicateKey('{"a":1, "\\u0061" :2}')).toBe('a');
    expect(findDuplicateKey('[{"x":{"b\\"":1,"b\\"":2}}]')).toBe('b"');
    expect(findDuplicateKey('{"\\\\":1,"\\\\":2}')).toBe('\\');
  });

  it('lets equal keys of different objects, and equal values, pass', () => {
    expect(findDuplicateKey('{"a":{"a":1},"b":[{"a":1},{"a":"a"}],"c":["a","a"],"d":"a"}')).toBeUndefined();
    expect(findDuplicateKey('{"a":"b\\":","b":"b"}')).toBeUndefined();
  });

  it('finds none in what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 2), (json, indent) => {
        expect(findDuplicateKey(JSON.stringify(JSON.parse(json), null, indent))).toBeUndefined();
      }),
    );
  });
});
