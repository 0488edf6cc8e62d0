import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DocExample } from './find-doc-examples.js';

/** Writes an example as a module of its own and returns its name, which says where the example stands. */
export async function writeDocExample(folder: string, { file, line, code }: DocExample): Promise<string> {
  const name = `${file.replace(/\.\w+$/, '').replaceAll('/', '-')}-line-${line}`;
  await writeFile(join(folder, `${name}.ts`), `${code}\nexport {};\n`);
  return name;
}
