import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { runCommand } from '../processes/run-command.js';
import { MissingRequirement } from './missing-requirement.js';
import { moveParts } from './move-parts.js';
import { addonPackages, type BuildOptions } from './read-arguments.js';

/** The version of TensorFlow.js that this repository pins. */
const version = '4.22.0';

const manifest = z.object({ version: z.string() });

/**
 * Installs the npm package of an addon into a project without running its install script, which would download another
 * libtensorflow, and without a trace in package.json and the lock file. The other addon stays as it is.
 *
 * @throws MissingRequirement if npm cannot install it
 */
export async function installPackage({ packageName, project }: BuildOptions): Promise<void> {
  const folderOf = (name: string): string => join(project, 'node_modules', '@tensorflow', name);
  const isThere = (name: string): boolean => {
    const path = join(folderOf(name), 'package.json');
    return existsSync(path) && manifest.parse(JSON.parse(readFileSync(path, 'utf8'))).version === version;
  };
  if (isThere(packageName)) return;
  const other = addonPackages.find((name) => name !== packageName && isThere(name));
  if (other === undefined) await install([packageName], project);
  else await keepingParts(folderOf(other), project, () => install([packageName, other], project));
  if (!isThere(packageName)) throw new MissingRequirement(`npm put no ${packageName} ${version} into ${project}`);
}

async function install(names: readonly string[], project: string): Promise<void> {
  const packages = names.map((name) => `@tensorflow/${name}@${version}`);
  const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  try {
    await runCommand('npm', ['install', ...flags, ...packages], { cwd: project });
  } catch (cause) {
    throw new MissingRequirement(`npm cannot install ${packages.join(' and ')} in ${project}`, { cause });
  }
}

/** npm lays a package that no file lists down anew, or removes it: what was built in it is put aside meanwhile. */
async function keepingParts(folder: string, project: string, task: () => Promise<void>): Promise<void> {
  const aside = await mkdtemp(join(project, 'node_modules', '.addon-'));
  await moveParts(folder, aside);
  try {
    await task();
  } finally {
    await moveParts(aside, folder);
    await rm(aside, { recursive: true });
  }
}
