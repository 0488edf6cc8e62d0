import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonRecordScanner } from './json-record-scanner.js';

/** Every list of the text, scanned in pieces of `size` bytes. */
function scan(text: string, size = 1e9): Record<string, unknown> {
  const scanner = new JsonRecordScanner('f.json');
  const bytes = Buffer.from(text);
  const lists = new Map<string, unknown>();
  for (let at = 0; at < bytes.length; at += size) {
    for (const { section, start, records, isList } of scanner.push(bytes.subarray(at, at + size))) {
      if (!isList) {
        lists.set(section, records[0]);
        continue;
      }
      const list = listOf(lists.get(section));
      expect(start).toBe(list.length);
      lists.set(section, [...list, ...records]);
    }
  }
  scanner.end();
  return Object.fromEntries(lists);
}

function listOf(value: unknown): unknown[] {
  if (value !== undefined && !Array.isArray(value)) throw new Error('a list and a value of one name');
  return value ?? [];
}

describe('JsonRecordScanner', () => {
  it('reads a list, whatever stands in it', () => {
    expect(scan('  [1, "a,]}\\"", {"b": [2, {}]}, null, [], true] \n')).toEqual({
      '': [1, 'a,]}"', { b: [2, {}] }, null, [], true],
    });
    expect(scan('[ ]')).toEqual({ '': [] });
  });

  it('reads an object of lists and of other values', () => {
    expect(scan('{"info": {"a": [1, 2]}, "images" : [{"id": 1}], "n": 3 , "s": "x,}", "e": []}')).toEqual({
      info: { a: [1, 2] },
      images: [{ id: 1 }],
      n: 3,
      s: 'x,}',
      e: [],
    });
    expect(scan('{}')).toEqual({});
  });

  it('reads the same from pieces of any length as JSON.parse from the whole', () => {
    const lists = fc.dictionary(fc.string({ unit: 'binary', minLength: 1 }), fc.array(fc.jsonValue({ maxDepth: 3 })));
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 2 }), (value, size, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(scan(text, size)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    ['nothing', '', 'before its first value'],
    ['a value that is no list', '3', 'the file must be a JSON list or object, got "3"'],
    ['a list cut off between records', '[{"a": 1}, ', 'before its closing ]'],
    ['a list cut off in a record', '[{"a": 1}, {"a', 'record[1] must be whole JSON'],
    ['an object cut off', '{"images": [{"id": 1}]', 'before its closing }'],
    ['an object cut off in a key', '{"ima', 'before its closing }'],
    ['a record that is no JSON', '[{"a": 1}, {"b": 2}, {"a": NaN}, {"a": 1}]', 'record[2] must be JSON'],
    ['a comma too many', '[1, , 2]', 'record[1] must be JSON'],
    ['a comma at the end', '[1, ]', 'record[1] must be JSON'],
    ['a bracket of the other kind', '[1}', 'must be a list that ends with ], got }'],
    ['brackets that do not fit', '[{"a": [1}]]', 'record[0] must be JSON'],
    ['a record without a comma behind it', '[{"a": 1} {"a": 2}]', 'record[0] must be JSON'],
    ['more behind the end', '[1] 2', 'must be one JSON value, got "2" behind its end'],
    ['a key without quotes', '{images: []}', 'must be a key in quotes'],
    ['a key without a colon', '{"images" []}', 'must be a colon after "images"'],
    ['a key that is no JSON', '{"\\x": []}', 'must be JSON'],
    ['a comma before the end of an object', '{"a": 1, }', 'must be a key in quotes'],
    ['a key without a value', '{"a": , "b": 1}', 'a[0] must be one value'],
    ['a value that closes nothing', '{"a": ]}', 'must be a value, got ]'],
    ['an empty key', '{"": []}', 'must be keys that are not empty'],
    ['a key twice', '{"images": [], "images": []}', 'must be one list "images", got two'],
  ])('refuses %s, in pieces of any length', (_, text, message) => {
    for (const size of [1, 3, 1000]) {
      expect(() => scan(text, size)).toThrow(expect.objectContaining({ name: 'FileFormatError' }));
      expect(() => scan(text, size)).toThrow(size === 1000 ? message : 'f.json: ');
    }
  });

  it('refuses a record without an end before memory runs out', () => {
    const scanner = new JsonRecordScanner('f.json');
    const piece = Buffer.alloc(2 ** 24, '[');
    const feed = () => {
      for (let i = 0; i < 6; i++) expect([...scanner.push(piece)]).toEqual([]);
    };
    expect(feed).toThrow('must be at most 64 MiB a record');
  });
});
