import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkAddon, type AddonReport } from './check-addon.js';
import { addonFile, compileAddon } from './compile-addon.js';
import { downloadWheel } from './download-wheel.js';
import { findBuildTools } from './find-build-tools.js';
import { findLibrary, type Library } from './find-library.js';
import { installPackage } from './install-package.js';
import type { BuildOptions } from './read-arguments.js';
import { replaceParts } from './replace-parts.js';
import { unpackWheel } from './unpack-wheel.js';

/** Says in `deps` which library an addon was built against. */
const recordFile = 'deps/built-against.txt';

export interface BuildResult extends AddonReport {
  /** Whether it was there already. */
  readonly wasThere: boolean;
}

/**
 * Builds an addon of TensorFlow.js against a libtensorflow, in the project's node_modules, and checks it. If that fails, the
 * addon is as it was before. One that is there, built against this library, stays.
 *
 * @param step hears of each step as it begins
 * @throws MissingRequirement if something is not here, Error if the addon does not compile or does not work
 */
export async function buildAddon(options: BuildOptions, step: (text: string) => void): Promise<BuildResult> {
  const folder = join(options.project, 'node_modules', '@tensorflow', options.packageName);
  const record = 'wheel' in options.library ? options.library.wheel : options.library.folder;
  // One that works no more, its library gone perhaps, is built again.
  const there = isBuiltAgainst(folder, record) ? await checkAddon(folder).catch(() => undefined) : undefined;
  if (there !== undefined) return { ...there, wasThere: true };

  const tools = await findBuildTools();
  step(`npm package @tensorflow/${options.packageName}`);
  await installPackage(options);
  // Inside the package: what is renamed must not change disks. One that a killed run left goes first.
  const stage = join(folder, 'building');
  await rm(stage, { recursive: true, force: true });
  await mkdir(stage);
  try {
    const library = await obtainLibrary(options, stage, step);
    step('compiler');
    await compileAddon(folder, stage, library, tools);
    await writeFile(join(stage, recordFile), record);
    step('check');
    const report = await replaceParts(folder, stage, () => checkAddon(folder));
    return { ...report, wasThere: false };
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

function isBuiltAgainst(folder: string, record: string): boolean {
  const path = join(folder, recordFile);
  return existsSync(join(folder, addonFile)) && existsSync(path) && readFileSync(path, 'utf8') === record;
}

async function obtainLibrary({ library }: BuildOptions, stage: string, step: (text: string) => void): Promise<Library> {
  if ('folder' in library) return findLibrary(library.folder);
  step(`wheel ${library.wheel}`);
  const download = join(stage, 'download');
  await mkdir(download);
  const wheel = await downloadWheel(library.wheel, download);
  step('unpacking');
  await unpackWheel(wheel, join(stage, 'deps'));
  return findLibrary(join(stage, 'deps', 'tensorflow'));
}
