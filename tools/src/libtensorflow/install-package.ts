import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { runCommand } from '../processes/run-command.js';
import type { BuildOptions } from './read-arguments.js';
import { MissingRequirement } from './missing-requirement.js';

/** The version of TensorFlow.js that this repository pins. */
const version = '4.22.0';

const manifest = z.object({ version: z.string() });

/**
 * Installs the npm package of an addon into a project without running its install script, which would download another
 * libtensorflow, and without a trace in package.json and the lock file. It comes to lie in `folder`.
 *
 * @throws MissingRequirement if npm cannot install it
 */
export async function installPackage({ packageName, project }: BuildOptions, folder: string): Promise<void> {
  const name = `@tensorflow/${packageName}`;
  const isThere = (): boolean => {
    const path = join(folder, 'package.json');
    return existsSync(path) && manifest.parse(JSON.parse(readFileSync(path, 'utf8'))).version === version;
  };
  if (isThere()) return;
  const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  try {
    await runCommand('npm', ['install', ...flags, `${name}@${version}`], { cwd: project });
  } catch (cause) {
    throw new MissingRequirement(`npm cannot install ${name}@${version} in ${project}`, { cause });
  }
  if (!isThere()) throw new MissingRequirement(`npm put no ${name}@${version} into ${folder}`);
}
