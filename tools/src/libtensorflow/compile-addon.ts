import { cp, mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runCommand } from '../processes/run-command.js';
import type { BuildTools } from './find-build-tools.js';
import type { Library } from './find-library.js';
import { planLinks } from './plan-links.js';

/** Of the versions of Node's interface that tfjs-node 4.22.0 knows the highest, in every Node since 15.12. */
const nodeApi = 8;

/** Where the addon lies in its package. */
export const addonFile = `lib/napi-v${nodeApi}/tfjs_binding.node`;

/**
 * Compiles the addon of a package against a library, in the folder `stage`: its parts `deps` and `lib` are then what the
 * package needs.
 *
 * @throws Error with the compiler's output
 */
export async function compileAddon(
  packageFolder: string,
  stage: string,
  library: Library,
  tools: BuildTools,
): Promise<void> {
  for (const part of ['package.json', 'binding.gyp', 'binding']) {
    await cp(join(packageFolder, part), join(stage, part), { recursive: true });
  }
  for (const { path, target } of planLinks(stage, library)) {
    await mkdir(dirname(join(stage, path)), { recursive: true });
    await symlink(target, join(stage, path));
  }
  const variables = {
    module_name: 'tfjs_binding',
    module_path: dirname(join(stage, addonFile)),
    napi_version: nodeApi,
    napi_build_version: nodeApi,
  };
  const flags = Object.entries(variables).map(([name, value]) => `--${name}=${value}`);
  await runCommand(process.execPath, [tools.nodeGyp, 'rebuild', `--nodedir=${tools.nodeFolder}`, ...flags], {
    cwd: stage,
  });
}
