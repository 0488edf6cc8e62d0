import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastGlob from 'fast-glob';
import { extractCodeBlocks } from '../doc-examples/extract-code-blocks.js';
import type { DocExample } from '../doc-examples/find-doc-examples.js';

/** Every `ts` block of the README of the repository at `root` and of those of its packages. */
export async function findQuickStarts(root: string): Promise<DocExample[]> {
  const files = await fastGlob(['README.md', 'packages/*/README.md'], { cwd: root });
  const starts = await Promise.all(
    files.sort().map(async (file) => {
      const markdown = await readFile(join(root, file), 'utf8');
      return extractCodeBlocks(markdown).map((block) => ({ ...block, file }));
    }),
  );
  return starts.flat();
}
