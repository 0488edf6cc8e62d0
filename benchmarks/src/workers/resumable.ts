import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import { writeFileAtomically } from '@disalign/core/node';
import fastGlob from 'fast-glob';

/** Everything that a result depends on besides its task: our built code, and the networks. */
const inputs = [
  'packages/*/dist/**/*.js',
  'packages/*/assets/*',
  'benchmarks/dist/**/*.js',
  'benchmarks/checkpoints/*',
];

export interface ResumableOptions {
  /** Root of the repository: holds the inputs, and the cache. Default: this one. */
  readonly workspace?: string;
  /** Glob patterns of files of the user on which the result depends: a change of their names, sizes or times makes it anew. */
  readonly files?: readonly string[];
}

/** Of the part of a digest that file names end with. */
const KEY_LENGTH = 16;

const ownWorkspace = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * The result of a long task: kept in `benchmarks/.cache` once it is done, so that a run that was interrupted goes on from there.
 * A change of the task, of our code or of the checkpoints makes it anew.
 */
export async function resumable<Result>(
  name: string,
  task: object,
  run: () => Promise<Result>,
  { workspace = ownWorkspace, files = [] }: ResumableOptions = {},
): Promise<Result> {
  const key = await keyOf(task, workspace, files);
  const path = join(cacheOf(workspace), `${name}-${key}.bin`);
  const kept = await readFile(path).catch(() => null);
  // Written by this code alone, under a digest of this code.
  if (kept) return deserialize(kept) as Result;
  const result = await run();
  await mkdir(cacheOf(workspace), { recursive: true });
  await writeFileAtomically(path, serialize(result));
  return result;
}

/** The same for a task that fills a folder; folders of the same name for other inputs are removed. */
export async function resumableFolder(
  name: string,
  task: object,
  fill: (folder: string) => Promise<unknown>,
  { workspace = ownWorkspace, files = [] }: ResumableOptions = {},
): Promise<string> {
  const key = await keyOf(task, workspace, files);
  const path = join(cacheOf(workspace), `${name}-${key}`);
  const cwd = cacheOf(workspace);
  const others = await fastGlob(`${name}-${'?'.repeat(KEY_LENGTH)}{,.unfinished}`, {
    cwd,
    onlyDirectories: true,
    absolute: true,
  });
  if (others.includes(path)) return path;
  for (const other of others) await rm(other, { recursive: true });
  const unfinished = `${path}.unfinished`;
  await mkdir(unfinished, { recursive: true });
  await fill(unfinished);
  await rename(unfinished, path);
  return path;
}

function cacheOf(workspace: string): string {
  return join(workspace, 'benchmarks/.cache');
}

/** Contents would tell more surely, and would have to be read: dumps have gigabytes. */
async function statesOf(patterns: readonly string[]): Promise<(readonly [path: string, size: number, time: number])[]> {
  const paths = (await fastGlob([...patterns], { absolute: true })).sort();
  return Promise.all(
    paths.map(async (path) => {
      const { size, mtimeMs } = await stat(path);
      return [path, size, mtimeMs] as const;
    }),
  );
}

async function keyOf(task: object, workspace: string, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
    .update(await inputsDigest(workspace))
    .update(JSON.stringify({ task, files: await statesOf(files) }));
  return hash.digest('hex').slice(0, KEY_LENGTH);
}

async function inputsDigest(workspace: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of (await fastGlob(inputs, { cwd: workspace })).sort()) {
    hash.update(file).update(await readFile(join(workspace, file)));
  }
  return hash.digest('hex');
}
