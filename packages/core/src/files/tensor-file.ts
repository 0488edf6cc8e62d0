import type { FilePlace } from './file-place.js';
import type { StoredTensor, TensorDtype } from './stored-tensor.js';

/** What a file says of one tensor. */
export interface TensorEntry {
  readonly dtype: TensorDtype;
  readonly shape: readonly number[];
}

/** A file of named tensors of which only the descriptions are in memory. It holds no open handle: each read opens the file anew. */
export interface TensorFile {
  readonly path: string;
  /** Dtype and shape of each tensor. */
  readonly entries: ReadonlyMap<string, TensorEntry>;
  readonly metadata: Readonly<Record<string, string>>;
  /**
   * Where the bytes of a tensor begin; null where they do not lie in the file as they are read, row after row.
   * @throws FileFormatError when there is none of that name
   */
  locate(name: string): FilePlace | null;
  /** Reads a whole tensor. @throws FileFormatError when there is none of that name or the file has changed */
  readTensor(name: string): Promise<StoredTensor>;
  /**
   * Reads the rows [start, end) along the first dimension of a tensor.
   * @throws FileFormatError as `readTensor`; RangeError when the range is not inside the tensor or the tensor is a scalar
   */
  readRows(name: string, range: { readonly start: number; readonly end: number }): Promise<StoredTensor>;
}
