import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';

/** What a built addon adds to its npm package: the library, and the addon itself. */
export const builtParts = ['deps', 'lib'];

/** Moves those built parts that are there from one folder to another on the same disk. */
export async function moveParts(from: string, to: string): Promise<void> {
  for (const part of builtParts) {
    if (existsSync(join(from, part))) await rename(join(from, part), join(to, part));
  }
}
