import { isAbsolute, normalize } from 'node:path';

/**
 * A path from a list, as it is written relative to the root of the pictures. Only the text is looked at: links may lead out.
 *
 * @returns what is wrong with it; undefined where it stays inside the root
 */
export function problemOfPath(path: string): string | undefined {
  const [first] = normalize(path).split(/[\\/]/);
  if (isAbsolute(path)) return 'an absolute path';
  if (first === '..') return 'one that leaves it';
  return path.includes('\0') ? 'one with a zero character' : undefined;
}
