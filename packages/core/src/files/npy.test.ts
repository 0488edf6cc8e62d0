import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeNpy } from './encode-npy.js';
import { FileFormatError } from './file-format-error.js';
import { fixtureValues } from './fixtures/fixture-values.js';
import { readFixture } from './fixtures/read-fixture.js';
import { parseNpy } from './parse-npy.js';
import { tensorDtypes, type StoredTensor } from './stored-tensor.js';

const dtypes = tensorDtypes.filter((dtype) => dtype !== 'BF16');
const parse = (bytes: Uint8Array) => parseNpy(bytes, 'x.npy');

/** A version 1 file with any header text. */
function fileOf(header: string, dataBytes = 0): Uint8Array {
  const text = `\x93NUMPY\x01\x00${String.fromCharCode(header.length & 0xff, header.length >> 8)}${header}`;
  const bytes = new Uint8Array(text.length + dataBytes);
  bytes.set(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  return bytes;
}

const headerOf = (descr: string, shape: string) => `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }\n`;

describe('parseNpy', () => {
  it.each(dtypes)('reads the %s that NumPy writes', (dtype) => {
    expect(parse(readFixture(`${dtype.toLowerCase()}.npy`))).toEqual(fixtureValues(dtype, [2, 3, 4]));
  });

  it('reads versions 2 and 3, a scalar and an empty array', () => {
    expect(parse(readFixture('version-2.npy'))).toEqual(fixtureValues('F32', [2, 3, 4]));
    expect(parse(readFixture('version-3.npy'))).toEqual(fixtureValues('F32', [2, 3, 4]));
    expect(parse(readFixture('scalar.npy'))).toEqual(fixtureValues('F32', []));
    expect(parse(readFixture('empty.npy'))).toEqual(fixtureValues('F32', [0, 5]));
  });

  it('turns Fortran order into row-major order', () => {
    expect(parse(readFixture('fortran.npy'))).toEqual(fixtureValues('F32', [2, 3, 4]));
    // [[1, 2, 3], [4, 5, 6]] lies in columns as 1 4 2 5 3 6.
    const bytes = fileOf("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3)}", 6);
    bytes.set([1, 4, 2, 5, 3, 6], bytes.length - 6);
    expect([...parse(bytes).data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('reads the three fields in any order, in either quotes, with or without the last comma', () => {
    expect(parse(fileOf(`{"shape":(2,),"descr":"<f4",'fortran_order':False}`, 8)).shape).toEqual([2]);
  });

  it.each([
    ['big-endian', '>f4: big-endian'],
    ['complex', '<c8: complex'],
    ['unicode', '<U3: unicode'],
    ['bytes', '|S3: bytes'],
    ['object', '|O: object'],
    ['structured', 'a structured dtype'],
    ['datetime', '<M8[D]: datetime'],
    ['unsigned', '<u2: an unsigned integer over 8 bits'],
  ])('refuses a %s array of NumPy by name', (name, message) => {
    const bytes = readFixture(`refused-${name}.npy`);
    expect(() => parse(bytes)).toThrow(FileFormatError);
    expect(() => parse(bytes)).toThrow(message);
  });

  const plain = headerOf("'<f4'", '(2,)');
  it.each<[string, Uint8Array, string]>([
    ['an empty file', new Uint8Array(0), 'npy magic'],
    ['another magic', Uint8Array.from(fileOf(plain, 8), (byte, i) => (i === 1 ? 0 : byte)), 'npy magic'],
    ['version 4', Uint8Array.from(fileOf(plain, 8), (byte, i) => (i === 6 ? 4 : byte)), 'npy version must be 1.0'],
    ['version 1.1', Uint8Array.from(fileOf(plain, 8), (byte, i) => (i === 7 ? 1 : byte)), 'got 1.1'],
    ['a cut length', fileOf(plain).subarray(0, 9), 'npy header length must be there'],
    ['a cut header', fileOf(plain).subarray(0, 30), 'npy header length must be inside the file of 30 bytes'],
    ['a hostile length', Uint8Array.of(...fileOf('').subarray(0, 6), 2, 0, 255, 255, 255, 255), 'at most 65535'],
    ['missing data', fileOf(plain, 7), 'npy data must be 8 bytes, F32 of shape [2], got 7'],
    ['data left over', fileOf(plain, 9), 'got 9'],
    ['an endless shape', fileOf(headerOf("'<f4'", '(9999999999999999, 9999999999999999)'), 8), 'at most 2^53'],
    ['a negative dimension', fileOf(headerOf("'<f4'", '(-2,)'), 8), 'npy header'],
    ['a number for a tuple', fileOf(headerOf("'<f4'", '(2)'), 8), 'one number in brackets'],
    ['a long of Python 2', fileOf(headerOf("'<f4'", '(2L,)'), 8), 'npy header'],
    ['a float', fileOf(headerOf("'<f4'", '(2.0,)'), 8), 'npy header'],
    ['a call', fileOf(headerOf('eval("1")', '(2,)'), 8), 'npy header'],
    ['an escape', fileOf(headerOf("'\\x3cf4'", '(2,)'), 8), 'npy header'],
    ['a subarray dtype', fileOf(headerOf("('<f4', (2,))", '(1,)'), 8), 'a structured dtype'],
    ['a list for a shape', fileOf(headerOf("'<f4'", '[2]'), 8), 'npy header'],
    ['65 dimensions', fileOf(headerOf("'<f4'", `(${'1,'.repeat(65)})`), 4), 'at most 64 dimensions'],
    ['a key twice', fileOf("{'descr': '<f4', 'descr': '<f4', 'shape': (2,)}", 8), 'a dict with one descr, got two'],
    ['a missing key', fileOf("{'descr': '<f4', 'shape': (2,)}", 8), 'descr, fortran_order and shape, got descr,shape'],
    ['a strange key', fileOf("{'dtype': '<f4'}", 8), 'descr, fortran_order or shape, got dtype'],
    ['text behind the dict', fileOf(`${plain.trim()} {}`, 8), 'nothing behind the dict'],
    ['an unfinished dict', fileOf("{'descr': '<f4'", 8), 'npy header'],
    ['no dict', fileOf('', 8), "must be '{'"],
    ['a dtype that is none', fileOf(headerOf("'<x4'", '(2,)'), 8), 'unknown'],
    ['a long double', fileOf(headerOf("'<f16'", '(1,)'), 16), 'a float of another size'],
    ['a native-endian dtype', fileOf(headerOf("'=f4'", '(2,)'), 8), 'npy dtype'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => parse(bytes)).toThrow(FileFormatError);
    expect(() => parse(bytes)).toThrow(message);
  });
});

describe('encodeNpy', () => {
  it.each([...dtypes.map((dtype) => dtype.toLowerCase()), 'scalar', 'vector', 'empty'])(
    'writes the very bytes of numpy.save: %s',
    (name) => {
      const bytes = readFixture(`${name}.npy`);
      expect(encodeNpy(parse(bytes))).toEqual(bytes);
    },
  );

  it('writes what it reads back, for any dtype and shape', () => {
    const shape = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 5 });
    fc.assert(
      fc.property(fc.constantFrom(...dtypes), shape, (dtype, shape) => {
        const tensor = fixtureValues(dtype, shape);
        expect(parse(encodeNpy(tensor))).toEqual(tensor);
      }),
    );
  });

  it('refuses BF16 and arrays that do not fit their shape', () => {
    expect(() => encodeNpy(fixtureValues('BF16', [2]))).toThrow(TypeError);
    const short: StoredTensor = { dtype: 'F32', shape: [3], data: new Float32Array(2) };
    expect(() => encodeNpy(short)).toThrow('encodeNpy: `tensor` must hold the 3 elements of shape [3], got 2');
  });
});
