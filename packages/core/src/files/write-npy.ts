import { encodeNpy } from './encode-npy.js';
import type { StoredTensor } from './stored-tensor.js';
import { writeFileAtomically } from './write-file-atomically.js';

/** Writes an npy file, whole or not at all. @throws what `encodeNpy` and the file system throw */
export async function writeNpy(path: string, tensor: StoredTensor): Promise<void> {
  await writeFileAtomically(path, encodeNpy(tensor));
}
