import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import { isNeededOfWheel } from './is-needed-of-wheel.js';

/** Unpacks what an addon needs of a TensorFlow wheel. The library is then in `folder`/tensorflow. */
export async function unpackWheel(wheel: string, folder: string): Promise<void> {
  // yauzl refuses names that lead out of the folder.
  const archive = await yauzl.openPromise(wheel);
  for await (const entry of archive.eachEntry()) {
    if (!isNeededOfWheel(entry.fileName)) continue;
    const path = join(folder, entry.fileName);
    await mkdir(dirname(path), { recursive: true });
    await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(path));
  }
}
