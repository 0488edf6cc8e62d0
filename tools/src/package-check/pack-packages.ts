import { join } from 'node:path';
import { z } from 'zod';
import { runCommand } from '../processes/run-command.js';

const packReport = z.array(z.object({ filename: z.string() }));

/** Packs workspaces of the repository at `root`, as npm would publish them, and returns the paths of the tarballs. */
export async function packPackages(root: string, names: readonly string[], folder: string): Promise<string[]> {
  const workspaces = names.map((name) => `--workspace=${name}`);
  const report = await runCommand('npm', ['pack', '--json', '--pack-destination', folder, ...workspaces], {
    cwd: root,
  });
  return packReport.parse(JSON.parse(report)).map(({ filename }) => join(folder, filename));
}
