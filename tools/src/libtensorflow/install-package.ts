import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { runCommand } from '../processes/run-command.js';
import { MissingRequirement } from './missing-requirement.js';
import { addonPackages, type BuildOptions } from './read-arguments.js';

/** The version of TensorFlow.js that this repository pins. */
const version = '4.22.0';

const manifest = z.object({ version: z.string() });

/**
 * Installs the npm package of an addon into a project without running its install script, which would download another
 * libtensorflow, and without a trace in package.json and the lock file.
 *
 * @throws MissingRequirement if npm cannot install it
 */
export async function installPackage({ packageName, project }: BuildOptions): Promise<void> {
  const isThere = (name: string): boolean => {
    const path = join(project, 'node_modules', '@tensorflow', name, 'package.json');
    return existsSync(path) && manifest.parse(JSON.parse(readFileSync(path, 'utf8'))).version === version;
  };
  if (isThere(packageName)) return;
  // npm removes a package that it is not told of and that no file lists: the other addon.
  const wanted = addonPackages.filter((name) => name === packageName || isThere(name));
  const packages = wanted.map((name) => `@tensorflow/${name}@${version}`);
  const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  try {
    await runCommand('npm', ['install', ...flags, ...packages], { cwd: project });
  } catch (cause) {
    throw new MissingRequirement(`npm cannot install ${packages.join(' and ')} in ${project}`, { cause });
  }
  if (!isThere(packageName)) throw new MissingRequirement(`npm put no ${packageName} ${version} into ${project}`);
}
