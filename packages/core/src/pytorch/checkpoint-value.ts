import type { TensorDtype } from '../files/stored-tensor.js';

/** A tensor of a checkpoint: where its elements lie among those of a storage, which several tensors may share. */
export class CheckpointTensor {
  readonly dtype: TensorDtype;
  readonly shape: readonly number[];
  /** Elements between neighbours along each axis. */
  readonly strides: readonly number[];
  /** Place of the first element in its storage. */
  readonly offset: number;
  readonly storage: CheckpointStorage;

  constructor(tensor: Pick<CheckpointTensor, 'dtype' | 'shape' | 'strides' | 'offset' | 'storage'>) {
    this.dtype = tensor.dtype;
    this.shape = tensor.shape;
    this.strides = tensor.strides;
    this.offset = tensor.offset;
    this.storage = tensor.storage;
  }
}

/** Elements of one dtype, in an entry of the archive. */
export class CheckpointStorage {
  readonly dtype: TensorDtype;
  /** Name of its entry, below `data/`. */
  readonly key: string;
  /** Elements. */
  readonly length: number;

  constructor({ dtype, key, length }: Pick<CheckpointStorage, 'dtype' | 'key' | 'length'>) {
    this.dtype = dtype;
    this.key = key;
    this.length = length;
  }
}

/** What a checkpoint may hold: tensors, plain values, and containers of them. Tuples are lists, `None` is null. */
export type CheckpointValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | CheckpointTensor
  | readonly CheckpointValue[]
  | ReadonlyMap<CheckpointValue, CheckpointValue>
  | ReadonlySet<CheckpointValue>;
