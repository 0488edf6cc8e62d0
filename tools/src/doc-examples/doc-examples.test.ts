import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommand } from '../processes/run-command.js';
import { findDocExamples } from './find-doc-examples.js';
import { writeDocExample } from './write-doc-example.js';

const root = resolve(import.meta.dirname, '../../..');
const modules = join(root, 'tools/.cache/doc-examples');

await rm(modules, { recursive: true, force: true });
await mkdir(modules, { recursive: true });
const examples = await Promise.all(
  (await findDocExamples(root)).map(async (example) => ({
    place: `${example.file}:${example.line}`,
    name: await writeDocExample(modules, example),
  })),
);

describe('the examples in the doc comments', () => {
  it('are there', () => {
    expect(examples).not.toEqual([]);
  });

  it('pass the type check', async () => {
    const compilerOptions = {
      composite: false,
      noEmit: true,
      declaration: false,
      declarationMap: false,
      noUnusedLocals: false,
    };
    const project = { extends: join(root, 'tsconfig.base.json'), compilerOptions, include: ['*.ts'] };
    await writeFile(join(modules, 'tsconfig.json'), JSON.stringify(project));
    await runCommand(join(root, 'node_modules/.bin/tsc'), ['--project', modules], { cwd: root });
  });

  describe('run', () => {
    let folders: string;

    beforeAll(async () => {
      folders = await mkdtemp(join(tmpdir(), 'disalign-examples-'));
    });

    beforeEach(async () => {
      vi.spyOn(console, 'log').mockReturnValue();
      process.chdir(await mkdtemp(join(folders, 'example-')));
    });

    afterEach(() => {
      vi.restoreAllMocks();
      process.chdir(root);
    });

    // Not before: a library may remember where it was loaded.
    afterAll(() => rm(folders, { recursive: true }));

    it.each(examples)('$place', async ({ name }) => {
      await import(/* @vite-ignore */ join(modules, `${name}.ts`));
    });
  });
});
