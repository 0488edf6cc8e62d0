import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BackendName } from '@disalign/core';
import { z } from 'zod';

/** What a result was made with. */
export interface Environment {
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly command: string;
  readonly machine: {
    readonly cpu: string;
    /** Hardware threads this process may use. */
    readonly cores: number;
    readonly memoryGiB: number;
    readonly system: string;
  };
  readonly node: string;
  readonly backend: { readonly name: BackendName; readonly device: string };
  /** Version by package; packages that are not installed are left out. */
  readonly packages: Readonly<Record<string, string>>;
  /** Null outside a git checkout. `modified`: some file beside the results differs from the commit. */
  readonly source: { readonly commit: string; readonly modified: boolean } | null;
}

export interface DescribeEnvironmentOptions {
  /** The backend that computed, and its device: see `startBackend`. */
  readonly backend: Environment['backend'];
  /** What was typed to make the result. */
  readonly command: string;
  /** Any folder of the checkout. Default: that of this file. */
  readonly folder?: string;
  /** Default: now. */
  readonly date?: Date;
}

const packageNames = [
  '@disalign/core',
  '@disalign/classification',
  '@tensorflow/tfjs',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-backend-webgpu',
  '@tensorflow/tfjs-node',
  '@tensorflow/tfjs-node-gpu',
  'webgpu',
];
const manifest = z.object({ version: z.string() });
const require = createRequire(import.meta.url);

/** Describes machine, versions and source, as plain data for a result's file. */
export async function describeEnvironment(options: DescribeEnvironmentOptions): Promise<Environment> {
  const { backend, command, folder = fileURLToPath(new URL('.', import.meta.url)), date = new Date() } = options;
  return {
    date: date.toISOString(),
    command,
    machine: {
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      cores: availableParallelism(),
      memoryGiB: Math.round(Math.min(totalmem(), process.constrainedMemory() || Infinity) / 2 ** 30),
      system: `${type()} ${release()}, ${process.arch}`,
    },
    node: process.versions.node,
    backend: { name: backend.name, device: backend.device },
    packages: await installedVersions(),
    source: await describeSource(folder),
  };
}

async function installedVersions(): Promise<Record<string, string>> {
  const versions: Record<string, string> = {};
  for (const name of packageNames) {
    const path = manifestPath(name);
    if (path !== null) versions[name] = manifest.parse(JSON.parse(await readFile(path, 'utf8'))).version;
  }
  return versions;
}

function manifestPath(name: string): string | null {
  try {
    return require.resolve(`${name}/package.json`);
  } catch {
    return null;
  }
}

async function describeSource(folder: string): Promise<Environment['source']> {
  try {
    const commit = (await git(folder, 'rev-parse', 'HEAD')).trim();
    // Results are written one after the other: those of the run before are no change of the source.
    const changes = await git(folder, 'status', '--porcelain', '--', ':/', ':(top,exclude)benchmarks/results');
    return { commit, modified: changes !== '' };
  } catch {
    return null;
  }
}

async function git(folder: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('git', args, { cwd: folder, maxBuffer: 2 ** 26 });
  return stdout;
}
