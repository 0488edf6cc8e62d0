import { join } from 'node:path';
import { runCommand } from '../processes/run-command.js';

/**
 * Checks what a tarball promises its users: that the manifest and the files agree (publint), and that TypeScript resolves
 * every door to types that fit the code (arethetypeswrong; we ship ES modules only).
 *
 * @throws Error with the findings of the tool that has any.
 */
export async function checkTarball(tarball: string, root: string): Promise<void> {
  // Not by npx, which takes longer to start than they take to check.
  const programs = join(root, 'node_modules/.bin');
  await runCommand(join(programs, 'publint'), [tarball, '--strict'], { cwd: root });
  await runCommand(join(programs, 'attw'), [tarball, '--profile', 'esm-only'], { cwd: root });
}
