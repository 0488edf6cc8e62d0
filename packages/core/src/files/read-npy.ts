import { readFile } from 'node:fs/promises';
import { parseNpy } from './parse-npy.js';
import type { StoredTensor } from './stored-tensor.js';

/** Reads an npy file of up to 2 GB. @throws FileFormatError as `parseNpy`; what the file system throws */
export async function readNpy(path: string): Promise<StoredTensor> {
  return parseNpy(await readFile(path), path);
}
