import { bytesPerElement } from './bytes-per-element.js';
import type { PlacedTensor } from './placed-tensor.js';
import { readPlace } from './read-place.js';
import type { StoredTensor } from './stored-tensor.js';
import { tensorFromBytes } from './tensor-from-bytes.js';

/** Reads all of it. @throws FileFormatError for a file that has changed */
export async function readPlacedTensor({ dtype, shape, place }: PlacedTensor): Promise<StoredTensor> {
  const bytes = shape.reduce((product, size) => product * size, bytesPerElement(dtype));
  return tensorFromBytes(dtype, shape, await readPlace(place, bytes));
}
