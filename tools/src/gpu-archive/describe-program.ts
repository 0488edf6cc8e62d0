import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { runCommand } from '../processes/run-command.js';

const packageNames = ['@disalign/core', '@tensorflow/tfjs', '@tensorflow/tfjs-backend-webgpu', 'webgpu'];
const manifest = z.object({ version: z.string() });

/** Versions and commit, as the program reads them from `packed.json`: on a bare machine it could not look them up. */
export async function describeProgram(workspaceRoot: string) {
  const packages: Record<string, string> = {};
  for (const name of packageNames) {
    const path = join(workspaceRoot, 'node_modules', name, 'package.json');
    packages[name] = manifest.parse(JSON.parse(await readFile(path, 'utf8'))).version;
  }
  return { packages, source: await describeSource(workspaceRoot) };
}

/** Null outside a git checkout. */
async function describeSource(cwd: string): Promise<{ commit: string; modified: boolean } | null> {
  try {
    const commit = (await runCommand('git', ['rev-parse', 'HEAD'], { cwd })).trim();
    return { commit, modified: (await runCommand('git', ['status', '--porcelain'], { cwd })) !== '' };
  } catch {
    return null;
  }
}
