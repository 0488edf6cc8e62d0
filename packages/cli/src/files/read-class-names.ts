import { readFile } from 'node:fs/promises';
import { FileFormatError } from '@disalign/core';
import { z } from 'zod';

/**
 * Names of classes in class order: a JSON list in a file that ends in `.json`, otherwise one on each line.
 *
 * @throws FileFormatError where it is neither; what the file system throws
 * @example
 * import { readClassNames } from 'disalign';
 * import { writeFile } from 'node:fs/promises';
 * await writeFile('names.txt', 'cat\nlynx\n');
 * await readClassNames('names.txt'); // ['cat', 'lynx']
 */
export async function readClassNames(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8');
  if (!path.endsWith('.json')) return namesOnLines(text, path);
  const result = z.array(z.string()).safeParse(jsonOf(text, path));
  if (result.success) return result.data;
  const { path: place, message } = result.error.issues[0];
  const field = place.length === 0 ? 'the file' : `name ${place.join('.')}`;
  throw new FileFormatError({ file: path, field, expected: 'a list of names', got: message });
}

function namesOnLines(text: string, file: string): string[] {
  const names = text.split(/\r?\n/).map((line) => line.trim());
  while (names.at(-1) === '') names.pop();
  const empty = names.indexOf('');
  if (names.length > 0 && empty < 0) return names;
  const field = empty < 0 ? 'the file' : `line ${empty + 1}`;
  throw new FileFormatError({ file, field, expected: 'the name of a class', got: 'nothing' });
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FileFormatError({ file, field: 'the file', expected: 'JSON', got: 'none' }, { cause });
  }
}
