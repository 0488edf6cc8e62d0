import type { FilePlace } from './file-place.js';
import type { TensorEntry } from './tensor-file.js';

/** A tensor whose bytes lie in a file row after row. */
export interface PlacedTensor extends TensorEntry {
  readonly place: FilePlace;
}
