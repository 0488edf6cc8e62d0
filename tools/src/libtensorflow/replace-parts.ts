import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { builtParts, moveParts } from './move-parts.js';

/**
 * Puts the built parts in `stage` into `folder` and runs `check`. If it fails, the parts that were there before come back.
 * Both folders lie on one disk.
 */
export async function replaceParts<T>(folder: string, stage: string, check: () => Promise<T>): Promise<T> {
  const before = join(stage, 'before');
  await mkdir(before);
  await moveParts(folder, before);
  try {
    await moveParts(stage, folder);
    return await check();
  } catch (error) {
    for (const part of builtParts) await rm(join(folder, part), { recursive: true, force: true });
    await moveParts(before, folder);
    throw error;
  }
}
