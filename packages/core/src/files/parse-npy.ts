import { bytesPerElement } from './bytes-per-element.js';
import { countElements } from './count-elements.js';
import { FileFormatError } from './file-format-error.js';
import { orderRowMajor } from './order-row-major.js';
import { parseNpyHeader } from './parse-npy-header.js';
import type { StoredTensor, TensorDtype } from './stored-tensor.js';
import { tensorFromBytes } from './tensor-from-bytes.js';

/** Longer headers only come with structured dtypes, which are refused anyway. */
const maxHeaderBytes = 65_535;

/**
 * Reads an npy file, version 1, 2 or 3, from memory: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
 *
 * Little-endian float64/32/16, int64/32/16/8, uint8 and bool; an array in Fortran order is turned into row-major order.
 * The tensor shares the memory of `bytes` where it lies aligned.
 *
 * @param file name of the file for the error text
 * @throws FileFormatError where the file breaks the format or has bytes too few or too many, and for other dtypes, by
 * name: big-endian, object, structured, complex, text, dates, unsigned integers over 8 bits, long double
 *
 * @example
 * ```ts
 * import { encodeNpy, parseNpy } from '@disalign/core';
 * const bytes = encodeNpy({ dtype: 'F32', shape: [2, 1], data: Float32Array.of(1, 2) });
 * const { shape, data } = parseNpy(bytes, 'features.npy');
 * ```
 */
export function parseNpy(bytes: Uint8Array, file: string): StoredTensor {
  const { text, dataStart } = readHeaderText(bytes, file);
  const { descr, fortranOrder, shape } = parseNpyHeader(text, file);
  const dtype = dtypeOf(descr, file);
  const data = bytes.subarray(dataStart);
  const elements = countElements(shape);
  const size = elements === undefined ? undefined : elements * bytesPerElement(dtype);
  if (size !== data.length) {
    const expected = `${size ?? 'at most 2^53'} bytes, ${dtype} of shape [${shape}]`;
    throw new FileFormatError({ file, field: 'npy data', expected, got: `${data.length}` });
  }
  if (!fortranOrder) return tensorFromBytes(dtype, shape, data);
  return tensorFromBytes(dtype, shape, orderRowMajor(data, shape, bytesPerElement(dtype)));
}

function readHeaderText(bytes: Uint8Array, file: string): { text: string; dataStart: number } {
  const fail = (field: string, expected: string, got: string) => new FileFormatError({ file, field, expected, got });
  const magic = String.fromCharCode(...bytes.subarray(0, 6));
  if (magic !== '\x93NUMPY') throw fail('npy magic', '\\x93NUMPY', JSON.stringify(magic));
  const [major, minor] = bytes.subarray(6, 8);
  if (!(major >= 1 && major <= 3 && minor === 0)) throw fail('npy version', '1.0, 2.0 or 3.0', `${major}.${minor}`);
  const lengthBytes = major === 1 ? 2 : 4;
  if (bytes.length < 8 + lengthBytes) throw fail('npy header length', 'there', `a file of ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset + 8, lengthBytes);
  const length = major === 1 ? view.getUint16(0, true) : view.getUint32(0, true);
  const dataStart = 8 + lengthBytes + length;
  if (length > maxHeaderBytes) throw fail('npy header length', `at most ${maxHeaderBytes}`, `${length}`);
  if (dataStart > bytes.length)
    throw fail('npy header length', `inside the file of ${bytes.length} bytes`, `${length}`);
  const header = bytes.subarray(8 + lengthBytes, dataStart);
  try {
    const decoder = new TextDecoder(major === 3 ? 'utf-8' : 'latin1', { fatal: true, ignoreBOM: true });
    return { text: decoder.decode(header), dataStart };
  } catch (cause) {
    throw new FileFormatError({ file, field: 'npy header', expected: 'UTF-8', got: 'bytes that are not' }, { cause });
  }
}

const dtypes: Readonly<Record<string, TensorDtype>> = {
  f8: 'F64',
  f4: 'F32',
  f2: 'F16',
  i8: 'I64',
  i4: 'I32',
  i2: 'I16',
  i1: 'I8',
  u1: 'U8',
  b1: 'BOOL',
};

/** What NumPy's kind letters mean, for the dtypes that are refused. */
const kinds: Readonly<Record<string, string>> = {
  f: 'a float of another size',
  u: 'an unsigned integer over 8 bits',
  c: 'complex',
  O: 'object',
  S: 'bytes',
  U: 'unicode',
  V: 'void (structured)',
  M: 'datetime',
  m: 'timedelta',
};

function dtypeOf(descr: string, file: string): TensorDtype {
  const match = /^([<>|=])([a-zA-Z])(\d*)/.exec(descr);
  const dtype = match !== null && match[0] === descr ? dtypes[match[2] + match[3]] : undefined;
  if (dtype !== undefined && (match?.[1] === '<' || (match?.[1] === '|' && match[3] === '1'))) return dtype;
  const kind = dtype !== undefined && match?.[1] === '>' ? 'big-endian' : (kinds[match?.[2] ?? ''] ?? 'unknown');
  const expected = 'a little-endian float64/32/16, int64/32/16/8, uint8 or bool';
  throw new FileFormatError({ file, field: 'npy dtype', expected, got: `${descr.slice(0, 40)}: ${kind}` });
}
