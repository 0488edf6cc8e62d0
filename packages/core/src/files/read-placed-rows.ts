import { bytesPerElement } from './bytes-per-element.js';
import { checkRows } from './check-rows.js';
import type { PlacedTensor } from './placed-tensor.js';
import { readPlace } from './read-place.js';
import type { StoredTensor } from './stored-tensor.js';
import { tensorFromBytes } from './tensor-from-bytes.js';

/**
 * Reads the rows [start, end) along its first dimension.
 * @throws FileFormatError for a file that has changed; RangeError when the range is not inside the tensor or the tensor is a scalar
 */
export async function readPlacedRows(
  { dtype, shape, place }: PlacedTensor,
  name: string,
  { start, end }: { readonly start: number; readonly end: number },
): Promise<StoredTensor> {
  checkRows({ shape, name, file: place.path }, { start, end });
  const rest = shape.slice(1);
  const rowBytes = rest.reduce((product, size) => product * size, bytesPerElement(dtype));
  const from = { ...place, offset: place.offset + start * rowBytes };
  return tensorFromBytes(dtype, [end - start, ...rest], await readPlace(from, (end - start) * rowBytes));
}
