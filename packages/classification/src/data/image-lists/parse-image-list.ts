import { FileFormatError } from '@disalign/core';
import { problemOfPath } from './problem-of-path.js';

/** One line of a list. */
export interface ListedImage {
  /** As the list has it, relative to the root. */
  readonly path: string;
  readonly label: number;
  /** File and line, from 1. */
  readonly origin: string;
}

/** What the list is called, and what it may say. */
export interface ImageListRules {
  /** Name of the file for errors. */
  readonly file: string;
  /** K; labels are 0..K - 1. Left out: any. */
  readonly classes?: number;
}

/**
 * Reads a list of images, a `path label` on each line, as ImageNet-LT and Places-LT have them. Lines end in LF or CRLF; empty ones
 * are passed over. A path may hold spaces.
 *
 * @throws FileFormatError naming the line: without both parts, with a label that is no integer in 0..K - 1, with a path that leaves the
 * root, or that the list had before
 */
export function parseImageList(text: string, { file, classes = Infinity }: ImageListRules): ListedImage[] {
  const images: ListedImage[] = [];
  const origins = new Map<string, string>();
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue;
    const origin = `${file}:${index + 1}`;
    const fail = (field: string, expected: string, got: string) =>
      new FileFormatError({ file: origin, field, expected, got });
    const [, path, digits] = /^\s*(\S.*?)\s+(\S+)\s*$/.exec(line) ?? [];
    if (path === undefined) throw fail('line', 'a path and a label', JSON.stringify(line.slice(0, 80)));
    const label = /^\d+$/.test(digits) ? Number(digits) : NaN;
    if (!(label < classes && Number.isSafeInteger(label))) {
      throw fail('label', classes === Infinity ? 'an integer of at least 0' : `in 0..${classes - 1}`, digits);
    }
    const problem = problemOfPath(path);
    if (problem !== undefined) throw fail(`path ${path}`, 'one inside the root', problem);
    const before = origins.get(path);
    if (before !== undefined) throw fail(`path ${path}`, 'in the list once', `it again after ${before}`);
    origins.set(path, origin);
    images.push({ path, label, origin });
  }
  return images;
}
