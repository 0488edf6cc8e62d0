import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The program of a Python that has PyTorch 2, or why there is none. */
export type FoundPython = { readonly program: string } | { readonly reason: string };

/** Tries `asked`, or `python3` and `python` of the search path. @param asked a path; `none` leaves PyTorch out */
export async function findPython(asked: string | undefined): Promise<FoundPython> {
  if (asked === 'none') return { reason: 'not asked for' };
  const candidates = asked === undefined ? ['python3', 'python'] : [asked];
  for (const program of candidates) if (await hasTorch(program)) return { program };
  return { reason: `${candidates.join(' and ')} cannot import torch 2 and numpy (--python PATH names another)` };
}

async function hasTorch(program: string): Promise<boolean> {
  try {
    const test = 'import numpy, torch; assert int(torch.__version__.split(".")[0]) >= 2';
    await promisify(execFile)(program, ['-c', test]);
    return true;
  } catch {
    return false;
  }
}
