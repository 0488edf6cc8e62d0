import { countElements } from '../files/count-elements.js';
import type { TensorDtype } from '../files/stored-tensor.js';
import { CheckpointStorage, CheckpointTensor } from './checkpoint-value.js';
import { PickleGlobal } from './unpickle.js';

/** Names of torch's storages, by what they hold. */
const storageDtypes: Readonly<Record<string, TensorDtype>> = {
  DoubleStorage: 'F64',
  FloatStorage: 'F32',
  HalfStorage: 'F16',
  BFloat16Storage: 'BF16',
  LongStorage: 'I64',
  IntStorage: 'I32',
  ShortStorage: 'I16',
  CharStorage: 'I8',
  ByteStorage: 'U8',
  BoolStorage: 'BOOL',
};

/** A storage type is named in a checkpoint, never called. */
class StorageType extends PickleGlobal {
  readonly dtype: TensorDtype;

  constructor(name: string, dtype: TensorDtype) {
    super(name, () => {
      throw new RangeError('none');
    });
    this.dtype = dtype;
  }
}

/** All that a checkpoint may name: what builds tensors, and containers. */
export const checkpointGlobals: ReadonlyMap<string, PickleGlobal> = new Map(
  [
    ...Object.entries(storageDtypes).map(([name, dtype]) => new StorageType(`torch.${name}`, dtype)),
    new PickleGlobal('torch._utils._rebuild_tensor_v2', rebuildTensor),
    new PickleGlobal('torch._utils._rebuild_parameter', ([tensor]) => checkTensor(tensor)),
    new PickleGlobal('torch.Size', ([sizes]) => sizesOf(sizes)),
    ...['collections.OrderedDict', 'collections.Counter'].map((name) => new PickleGlobal(name, mapOf)),
    ...['builtins', '__builtin__'].flatMap((module) =>
      ['set', 'frozenset'].map((name) => new PickleGlobal(`${module}.${name}`, ([values]) => new Set(listOf(values)))),
    ),
    new PickleGlobal('_codecs.encode', latin1Bytes),
  ].map((global) => [global.name, global]),
);

/** The storage that a persistent id names: `('storage', type, key, location, length)`. @throws RangeError for another id */
export function storageOf(id: unknown): CheckpointStorage {
  const [kind, type, key, , length] = listOf(id);
  if (kind !== 'storage' || !(type instanceof StorageType) || typeof key !== 'string') {
    throw new RangeError('an id of another kind');
  }
  return new CheckpointStorage({ dtype: type.dtype, key, length: sizeOf(length) });
}

function rebuildTensor([storage, offset, shape, strides]: readonly unknown[]): CheckpointTensor {
  if (!(storage instanceof CheckpointStorage)) throw new RangeError('no storage');
  const { dtype } = storage;
  const tensor = new CheckpointTensor({
    dtype,
    storage,
    offset: sizeOf(offset),
    shape: sizesOf(shape),
    strides: sizesOf(strides),
  });
  if (tensor.strides.length !== tensor.shape.length) throw new RangeError('other strides than axes');
  const count = countElements(tensor.shape);
  if (count === undefined) throw new RangeError(`a shape of [${tensor.shape.join(', ')}]`);
  const last = tensor.shape.reduce((sum, size, axis) => sum + (size - 1) * tensor.strides[axis], tensor.offset);
  // A stride of 0 repeats elements: a shape alone would then claim any memory.
  if (count > 0 && (last >= storage.length || count > storage.length)) {
    throw new RangeError(`${count} elements up to ${last} of ${storage.length}`);
  }
  return tensor;
}

function checkTensor(value: unknown): CheckpointTensor {
  if (value instanceof CheckpointTensor) return value;
  throw new RangeError('no tensor');
}

function mapOf([entries = []]: readonly unknown[]): Map<unknown, unknown> {
  if (entries instanceof Map) return new Map<unknown, unknown>(entries);
  return new Map(
    listOf(entries).map((entry): [unknown, unknown] => {
      const [key, value] = listOf(entry);
      return [key, value];
    }),
  );
}

/** How protocol 2 writes bytes. */
function latin1Bytes([text, encoding]: readonly unknown[]): Uint8Array {
  if (typeof text !== 'string' || encoding !== 'latin1') throw new RangeError('another encoding');
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new RangeError('no list');
}

function sizesOf(value: unknown): number[] {
  return listOf(value).map(sizeOf);
}

function sizeOf(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError(`a size of ${String(value)}`);
}
