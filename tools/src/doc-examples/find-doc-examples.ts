import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastGlob from 'fast-glob';
import type { CodeBlock } from './extract-code-blocks.js';
import { extractDocExamples } from './extract-doc-examples.js';

/** An example, and the file it stands in, relative to the root of the repository. */
export interface DocExample extends CodeBlock {
  readonly file: string;
}

/** Every `@example` in the sources of all packages below `root`, by file name and then in order. */
export async function findDocExamples(root: string): Promise<DocExample[]> {
  const files = await fastGlob('packages/*/src/**/*.ts', { cwd: root, ignore: ['**/*.test.ts', '**/*.bench.ts'] });
  const examples = await Promise.all(
    files.sort().map(async (file) => {
      const source = await readFile(join(root, file), 'utf8');
      return extractDocExamples(source).map((block) => ({ ...block, file }));
    }),
  );
  return examples.flat();
}
