import { bytesPerElement } from './bytes-per-element.js';
import { countElements } from './count-elements.js';
import { FileFormatError } from './file-format-error.js';
import { parseNpyHeader } from './parse-npy-header.js';
import type { TensorDtype } from './stored-tensor.js';

/** What comes before the data of an npy file. */
export interface NpyStart {
  readonly dtype: TensorDtype;
  readonly shape: readonly number[];
  readonly fortranOrder: boolean;
  /** Bytes before the data. */
  readonly dataStart: number;
}

/** Longer headers only come with structured dtypes, which are refused anyway. */
const maxHeaderBytes = 65_535;

/** The start of a file that holds every header we read: magic, version, length and header. */
export const NPY_START_BYTES = 12 + maxHeaderBytes;

/**
 * Reads what comes before the data of an npy file, and checks that the data are as long as it says.
 *
 * @param bytes the file, or its first `NPY_START_BYTES`
 * @param length of the file
 * @throws FileFormatError as `parseNpy`
 */
export function parseNpyStart(bytes: Uint8Array, length: number, file: string): NpyStart {
  const { text, dataStart } = readHeaderText(bytes, file);
  const { descr, fortranOrder, shape } = parseNpyHeader(text, file);
  const dtype = dtypeOf(descr, file);
  const elements = countElements(shape);
  const size = elements === undefined ? undefined : elements * bytesPerElement(dtype);
  if (size === length - dataStart) return { dtype, shape, fortranOrder, dataStart };
  const expected = `${size ?? 'at most 2^53'} bytes, ${dtype} of shape [${shape}]`;
  throw new FileFormatError({ file, field: 'npy data', expected, got: `${length - dataStart}` });
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
