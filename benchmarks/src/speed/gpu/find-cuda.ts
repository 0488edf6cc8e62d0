import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findPython, type FoundPython } from '../contestants/find-python.js';

/** A Python whose PyTorch finds a CUDA device. @param asked see `findPython` */
export async function findCuda(asked: string | undefined): Promise<FoundPython> {
  const found = await findPython(asked);
  if ('reason' in found) return found;
  try {
    await promisify(execFile)(found.program, ['-c', 'import torch; assert torch.cuda.is_available()']);
    return found;
  } catch {
    return { reason: `the PyTorch of ${found.program} finds no CUDA device` };
  }
}
