import { namedTensorEntries, type NamedTensors } from './named-tensor-entries.js';
import type { StoredTensor, TensorDtype } from './stored-tensor.js';
import { tensorBytes } from './tensor-bytes.js';

/** Header and tensors of a safetensors file in their order, the tensors as views: a writer needs no second copy of them. */
export function safetensorsParts(tensors: NamedTensors, metadata: Readonly<Record<string, string>>): Uint8Array[] {
  const named = namedTensorEntries(tensors);
  const ordered = named.sort(([nameA, a], [nameB, b]) => compareDtypes(a, b) || compareText(nameA, nameB));

  const header: [string, unknown][] = [];
  if (Object.keys(metadata).length > 0) header.push(['__metadata__', checkMetadata(metadata)]);
  const parts: Uint8Array[] = [];
  let begin = 0;
  for (const [name, tensor] of ordered) {
    if (name === '__metadata__')
      throw new RangeError('encodeSafetensors: `tensors` must not use the name __metadata__');
    const bytes = tensorBytes(tensor, 'encodeSafetensors', name);
    const end = begin + bytes.length;
    header.push([name, { dtype: tensor.dtype, shape: tensor.shape, data_offsets: [begin, end] }]);
    parts.push(bytes);
    begin = end;
  }
  return [encodeHeader(Object.fromEntries(header)), ...parts];
}

function encodeHeader(header: object): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + Math.ceil(json.length / 8) * 8).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(bytes.length - 8), true);
  bytes.set(json, 8);
  return bytes;
}

function checkMetadata(metadata: Readonly<Record<string, unknown>>): object {
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value === 'string') continue;
    throw new TypeError(`encodeSafetensors: \`metadata.${key}\` must be a string, got ${typeof value}`);
  }
  return metadata;
}

/** The order of the Python library: wide before narrow, so that every tensor lies aligned. */
const layoutOrder: readonly TensorDtype[] = ['I64', 'F64', 'F32', 'I32', 'BF16', 'F16', 'I16', 'I8', 'U8', 'BOOL'];

function compareDtypes(a: StoredTensor, b: StoredTensor): number {
  return layoutOrder.indexOf(a.dtype) - layoutOrder.indexOf(b.dtype);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
