import { mutateBytes } from './mutate-bytes.js';

export interface MutantOptions {
  /** Whole files, taken in turn. */
  readonly originals: readonly Uint8Array[];
  readonly count: number;
  /** A uniform integer in [0, bound). */
  readonly nextInt: (bound: number) => number;
  /** What each error must name. */
  readonly file: string;
}

/** How many files were read, and how many refused. */
export interface MutantResults {
  readonly read: number;
  readonly refused: number;
}

const maxExtraBytes = 256 * 2 ** 20;

/**
 * Reads mutated copies of files, one after the other.
 *
 * @param read reads one copy and throws where what it read is not consistent
 * @throws whatever is no FileFormatError that names `file`; an Error when memory has grown by more than 256 MB
 */
export async function readMutants(
  { originals, count, nextInt, file }: MutantOptions,
  read: (bytes: Uint8Array) => void | Promise<void>,
): Promise<MutantResults> {
  const results = { read: 0, refused: 0 };
  const before = process.memoryUsage();
  for (let mutant = 0; mutant < count; mutant++) {
    const bytes = mutateBytes(originals[mutant % originals.length], nextInt);
    try {
      await read(bytes);
      results.read++;
    } catch (error) {
      if (!(error instanceof Error && error.name === 'FileFormatError')) throw error;
      if (!error.message.includes(file)) throw new Error(`no file name in: ${error.message}`, { cause: error });
      results.refused++;
    }
    const now = process.memoryUsage();
    const grown = Math.max(now.arrayBuffers - before.arrayBuffers, now.rss - before.rss);
    if (grown > maxExtraBytes) throw new Error(`mutant ${mutant} took ${grown} bytes`);
  }
  return results;
}
