import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

const parts = ['deps', 'lib'];

/**
 * Puts the parts `deps` and `lib` of `stage` into `folder` and runs `check`. If it fails, the parts that were there before
 * come back. Both folders lie on one disk.
 */
export async function replaceParts<T>(folder: string, stage: string, check: () => Promise<T>): Promise<T> {
  const before = join(stage, 'before');
  await mkdir(before);
  await moveParts(folder, before);
  try {
    await moveParts(stage, folder);
    return await check();
  } catch (error) {
    for (const part of parts) await rm(join(folder, part), { recursive: true, force: true });
    await moveParts(before, folder);
    throw error;
  }
}

async function moveParts(from: string, to: string): Promise<void> {
  for (const part of parts) {
    if (existsSync(join(from, part))) await rename(join(from, part), join(to, part));
  }
}
