import { FileFormatError, tensorToFloat32, type StoredTensorOf } from '@disalign/core';
import type { SafetensorsFile } from '@disalign/core/node';

/**
 * Reads a tensor of finite numbers.
 *
 * @throws FileFormatError naming file and tensor, unless it is there with this shape, F32 or F16, and finite
 */
export async function readFloats(
  file: SafetensorsFile,
  name: string,
  shape: readonly number[],
): Promise<StoredTensorOf<'F32'>> {
  const fail = (expected: string, got: string) =>
    new FileFormatError({ file: file.path, field: `tensor ${name}`, expected, got });
  const entry = file.entries.get(name);
  if (entry === undefined) throw fail('there', 'none');
  if (entry.dtype !== 'F32' && entry.dtype !== 'F16') throw fail('F32 or F16', entry.dtype);
  if (entry.shape.join() !== shape.join()) throw fail(`[${shape}]`, `[${entry.shape}]`);
  const data = tensorToFloat32(await file.readTensor(name));
  const broken = data.findIndex((value) => !Number.isFinite(value));
  if (broken >= 0) throw fail('finite', `${data[broken]} at ${broken}`);
  if (name.endsWith('.running_var') && data.some((value) => value < 0)) throw fail('at least 0', 'a negative number');
  return { dtype: 'F32', shape, data };
}

/** @throws FileFormatError naming file and tensor, when the file holds one that `isExpected` does not know */
export function checkNames(file: SafetensorsFile, isExpected: (name: string) => boolean): void {
  for (const name of file.entries.keys()) {
    if (isExpected(name)) continue;
    throw new FileFormatError({ file: file.path, field: `tensor ${name}`, expected: 'absent', got: 'one' });
  }
}
