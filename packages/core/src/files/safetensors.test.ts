import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeSafetensors } from './encode-safetensors.js';
import { FileFormatError } from './file-format-error.js';
import { fixtureValues } from './fixtures/fixture-values.js';
import { readFixture } from './fixtures/read-fixture.js';
import { parseSafetensors } from './parse-safetensors.js';
import { tensorDtypes, type StoredTensor } from './stored-tensor.js';

/** A file with any header: `length` may lie about it. */
function fileOf(header: string | Uint8Array, dataBytes = 0, length?: bigint): Uint8Array {
  const json = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

const entry = (shape: number[], begin: number, end: number, dtype = 'F32') =>
  JSON.stringify({ dtype, shape, data_offsets: [begin, end] });
const parse = (bytes: Uint8Array) => parseSafetensors(bytes, 'x.safetensors');

describe('parseSafetensors', () => {
  it('reads every dtype that Python writes, a scalar, an empty tensor, a name beyond ASCII and the metadata', () => {
    const { tensors, metadata } = parse(readFixture('every-dtype.safetensors'));
    for (const dtype of tensorDtypes.filter((dtype) => dtype !== 'BF16')) {
      expect(tensors.get(`x.${dtype.toLowerCase()}`)).toEqual(fixtureValues(dtype, [2, 3, 4]));
    }
    expect(tensors.get('scalar')).toEqual(fixtureValues('F32', []));
    expect(tensors.get('empty')).toEqual(fixtureValues('I64', [0, 5]));
    expect(tensors.get('größe')).toEqual(fixtureValues('I16', [3]));
    expect(metadata).toEqual({ form: 'blend' });
    expect(parse(readFixture('bfloat16.safetensors')).tensors.get('x')).toEqual(fixtureValues('BF16', [2, 3, 4]));
  });

  it('reads from any place in memory, aligned or not', () => {
    const bytes = readFixture('every-dtype.safetensors');
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(parse(shifted.subarray(3))).toEqual(parse(bytes));
  });

  it('takes names and metadata keys like __proto__ and constructor as they are', () => {
    const header = `{"__metadata__":{"__proto__":"a"},"__proto__":${entry([1], 0, 4)},"constructor":${entry([1], 4, 8)}}`;
    const { tensors, metadata } = parse(fileOf(header, 8));
    expect([...tensors.keys()]).toEqual(['__proto__', 'constructor']);
    expect(Object.entries(metadata)).toEqual([['__proto__', 'a']]);
    expect(parse(encodeSafetensors(tensors, metadata))).toEqual({ tensors, metadata });
  });

  it('reads a file without tensors', () => {
    expect(parse(fileOf('{}'))).toEqual({ tensors: new Map(), metadata: {} });
  });

  const one = entry([1], 0, 4);
  const broken: [string, Uint8Array, string][] = [
    ['a file under eight bytes', new Uint8Array(7), 'header length must be eight bytes, got a file of 7 bytes'],
    ['a header over 100 MB', fileOf('{}', 0, 100_000_001n), 'header length must be at most 100000000'],
    ['a header length of 2^64 - 1', fileOf('{}', 0, 2n ** 64n - 1n), 'header length must be at most 100000000'],
    ['a header beyond the file', fileOf('{}', 0, 3n), 'header length must be inside the file of 10 bytes, got 3'],
    ['an empty header', fileOf(''), "begins with '{', got nothing"],
    ['a header that starts with a space', fileOf(' {}'), "begins with '{', got byte 32"],
    ['a byte order mark', fileOf('\ufeff{}'), "begins with '{', got byte 239"],
    ['an array', fileOf('[]'), "begins with '{', got byte 91"],
    ['invalid UTF-8', fileOf(Uint8Array.of(0x7b, 0xff, 0x7d)), 'header must be UTF-8'],
    ['invalid JSON', fileOf('{"a"}'), 'header must be JSON'],
    ['text behind the JSON', fileOf('{}{}'), 'header must be JSON'],
    ['a duplicate name', fileOf(`{"a":${one},"a":${one}}`, 4), 'without duplicate keys, got a twice'],
    ['a duplicate name in disguise', fileOf(`{"a":${one},"\\u0061":${one}}`, 4), 'without duplicate keys, got a twice'],
    ['a duplicate field', fileOf('{"a":{"dtype":"F32","dtype":"F64"}}', 4), 'without duplicate keys, got dtype twice'],
    ['a duplicate metadata key', fileOf('{"__metadata__":{"k":"1","k":"2"}}'), 'without duplicate keys, got k twice'],
    ['an unknown dtype', fileOf(`{"a":${entry([1], 0, 4, 'F8_E5M2')}}`, 4), 'tensor a.dtype'],
    ['a negative dimension', fileOf(`{"a":${entry([-1], 0, 4)}}`, 4), 'tensor a.shape.0'],
    ['a fractional dimension', fileOf(`{"a":${entry([0.5], 0, 4)}}`, 4), 'tensor a.shape.0'],
    ['a dimension over 2^53', fileOf(`{"a":${entry([2 ** 53], 0, 4)}}`, 4), 'tensor a.shape.0'],
    ['a size over 2^53', fileOf(`{"a":${entry([2 ** 40, 2 ** 40], 0, 4)}}`, 4), 'tensor a.data_offsets'],
    [
      'a size over 2^53 on the way to zero',
      fileOf(`{"a":${entry([2 ** 40, 2 ** 40, 0], 0, 0)}}`),
      'tensor a.data_offsets',
    ],
    ['one offset', fileOf('{"a":{"dtype":"F32","shape":[],"data_offsets":[0]}}'), 'tensor a.data_offsets'],
    ['a missing shape', fileOf('{"a":{"dtype":"F32","data_offsets":[0,4]}}', 4), 'tensor a.shape'],
    ['no object', fileOf('{"a":1}'), 'tensor a must be'],
    [
      'a span of another size',
      fileOf(`{"a":${entry([1], 0, 8)}}`, 8),
      'must be the F32 elements of shape [1], got 0..8',
    ],
    ['a span that ends before it begins', fileOf(`{"a":${entry([1], 4, 0)}}`, 4), 'tensor a.data_offsets'],
    ['a span beyond the file', fileOf(`{"a":${entry([2], 0, 8)}}`, 4), 'inside the 4 bytes of data'],
    [
      'an overlap',
      fileOf(`{"a":${entry([2], 0, 8)},"b":${entry([2], 4, 12)}}`, 12),
      'without overlap or hole, got 4..12',
    ],
    ['a hole', fileOf(`{"a":${one},"b":${entry([1], 8, 12)}}`, 12), 'without overlap or hole, got 8..12'],
    ['an empty tensor inside another', fileOf(`{"a":${entry([2], 0, 8)},"b":${entry([0], 4, 4)}}`, 8), 'got 4..4'],
    ['bytes that belong to no tensor', fileOf(`{"a":${one}}`, 5), 'data must be 4 bytes, those of its tensors, got 5'],
    ['metadata that is a list', fileOf('{"__metadata__":["a"]}'), '__metadata__ must be a map of strings to strings'],
    ['metadata that is null', fileOf('{"__metadata__":null}'), '__metadata__ must be a map of strings to strings'],
    ['metadata with a number', fileOf('{"__metadata__":{"k":1}}'), '__metadata__ k must be a string, got number'],
  ];
  it.each(broken)('refuses %s', (_, bytes, message) => {
    expect(() => parse(bytes)).toThrow(FileFormatError);
    expect(() => parse(bytes)).toThrow(message);
    expect(() => parse(bytes)).toThrow(/^x\.safetensors: /);
  });
});

describe('encodeSafetensors', () => {
  it('writes the very bytes that Python writes', () => {
    for (const name of ['every-dtype.safetensors', 'bfloat16.safetensors']) {
      const bytes = readFixture(name);
      const { tensors, metadata } = parse(bytes);
      const shuffled = new Map([...tensors].reverse());
      expect(encodeSafetensors(shuffled, metadata)).toEqual(bytes);
    }
  });

  it('writes what it reads back, for any names, dtypes, shapes and metadata', () => {
    const shape = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 });
    const tensor = fc.tuple(fc.constantFrom(...tensorDtypes), shape).map((of): StoredTensor => fixtureValues(...of));
    const name = fc.string({ unit: 'grapheme' }).filter((name) => name !== '__metadata__');
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(fc.tuple(name, tensor)), fc.dictionary(text, text), (pairs, metadata) => {
        const tensors = new Map(pairs);
        const content = parse(encodeSafetensors(tensors, metadata));
        expect(new Map([...content.tensors].sort())).toEqual(new Map([...tensors].sort()));
        expect({ ...content.metadata }).toEqual({ ...metadata });
      }),
    );
  });

  it('refuses arrays of another kind or length, metadata that is no text, and the reserved name', () => {
    const scale: StoredTensor = { dtype: 'F32', shape: [3], data: new Float32Array(2) };
    expect(() => encodeSafetensors({ scale })).toThrow(
      'encodeSafetensors: `scale` must hold the 3 elements of shape [3], got 2',
    );
    expect(() => encodeSafetensors({ scale: { ...scale, shape: [-2] } })).toThrow(RangeError);
    const wrong = { dtype: 'F64', shape: [2], data: new Float32Array(2) };
    // @ts-expect-error F64 goes with a Float64Array, which plain JavaScript cannot know
    expect(() => encodeSafetensors({ wrong })).toThrow(
      'encodeSafetensors: `wrong` (F64) must be a Float64Array, got Float32Array',
    );
    // @ts-expect-error metadata must be text, which plain JavaScript cannot know
    expect(() => encodeSafetensors({}, { epochs: 3 })).toThrow(
      'encodeSafetensors: `metadata.epochs` must be a string, got number',
    );
    expect(() => encodeSafetensors({ __metadata__: fixtureValues('F32', [1]) })).toThrow(RangeError);
  });
});
