import { FileFormatError, tensorToFloat64 } from '@disalign/core';
import { readNpy } from '@disalign/core/node';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/**
 * Reads a file of training samples per category, "num_shots", as the authors' code takes it.
 *
 * `.npy`: [K] counts (LVIS v0.5). `.json`: a list of K counts, or the flat list of 2 K entries in which every second one, the first
 * left out, is a count (LVIS v1).
 *
 * @param categories K: 1230 in LVIS v0.5, 1203 in v1
 * @returns [K]
 * @throws FileFormatError when the file is no npy or JSON of that shape, or a count no whole number from 0; what the file system
 * throws
 * @example
 * import { readShotCounts } from '@disalign/detection';
 * import { writeFile } from 'node:fs/promises';
 * await writeFile('num_shots.json', '[0, 120, 1, 7]');
 * await readShotCounts('num_shots.json', 2); // [120, 7]
 */
export async function readShotCounts(path: string, categories: number): Promise<number[]> {
  const counts = path.endsWith('.npy') ? await readNpyCounts(path, categories) : await readJsonCounts(path, categories);
  for (const [k, count] of counts.entries()) {
    if (Number.isSafeInteger(count) && count >= 0) continue;
    throw new FileFormatError({ file: path, field: `count ${k}`, expected: 'a whole number from 0', got: `${count}` });
  }
  return counts;
}

async function readNpyCounts(path: string, categories: number): Promise<number[]> {
  const tensor = await readNpy(path);
  if (tensor.shape.length === 1 && tensor.shape[0] === categories) return [...tensorToFloat64(tensor)];
  throw new FileFormatError({
    file: path,
    field: 'the array',
    expected: `of shape [${categories}]`,
    got: `[${tensor.shape}]`,
  });
}

async function readJsonCounts(path: string, categories: number): Promise<number[]> {
  const list = parseList(await readFile(path, 'utf8'), path);
  if (list.length !== categories && list.length !== 2 * categories) {
    const expected = `of ${categories} or ${2 * categories} entries`;
    throw new FileFormatError({ file: path, field: 'the list', expected, got: `${list.length}` });
  }
  const counts = list.length === categories ? list : list.filter((_, at) => at % 2 === 1);
  const result = z.array(z.number()).safeParse(counts);
  if (result.success) return result.data;
  const { path: place, message } = result.error.issues[0];
  throw new FileFormatError({ file: path, field: `count ${place.join('.')}`, expected: 'a number', got: message });
}

function parseList(text: string, file: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value;
  } catch (cause) {
    throw new FileFormatError({ file, field: 'the file', expected: 'JSON', got: 'none' }, { cause });
  }
  throw new FileFormatError({ file, field: 'the file', expected: 'a JSON list', got: 'another value' });
}
