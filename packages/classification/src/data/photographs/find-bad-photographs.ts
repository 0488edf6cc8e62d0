import { renderFileInThread, type FileProblem } from '@disalign/core/photographs';
import { access } from 'node:fs/promises';
import type { PhotographRecord } from './photograph-record.js';

// More would only wait for the threads, or for the disk.
const atOnce = 64;

/** A picture that cannot be read, and why. */
export interface BadPhotograph {
  readonly record: PhotographRecord;
  readonly problem: FileProblem;
}

/** How far to look. */
export interface FindBadOptions {
  /** Decodes every picture; otherwise it is only looked whether the file is there. */
  readonly decode: boolean;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** Looks at all pictures of a list. @returns those that cannot be read, in the order of the list */
export async function findBadPhotographs(
  records: readonly PhotographRecord[],
  { decode, onProgress }: FindBadOptions,
): Promise<BadPhotograph[]> {
  const bad: BadPhotograph[] = [];
  const look = decode ? problemOfContent : problemOfFile;
  for (let start = 0; start < records.length; start += atOnce) {
    const part = records.slice(start, start + atOnce);
    const problems = await Promise.all(part.map(({ path }) => look(path)));
    problems.forEach((problem, place) => problem && bad.push({ record: part[place], problem }));
    onProgress?.({ done: start + part.length, total: records.length });
  }
  return bad;
}

async function problemOfContent(path: string): Promise<FileProblem | undefined> {
  const rendering = await renderFileInThread({ path, form: null });
  return 'problem' in rendering ? rendering.problem : undefined;
}

async function problemOfFile(path: string): Promise<FileProblem | undefined> {
  try {
    await access(path);
    return undefined;
  } catch {
    return { expected: 'a file that is there', got: 'none' };
  }
}
