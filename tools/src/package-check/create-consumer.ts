import { mkdir, writeFile } from 'node:fs/promises';
import { runCommand } from '../processes/run-command.js';

// The typings of TensorFlow.js 4.22.0 themselves do not pass under `strict`: hence skipLibCheck.
const compilerOptions = { strict: true, skipLibCheck: true, target: 'es2022', module: 'nodenext', outDir: 'out' };

/**
 * Makes a project that uses our packages as a stranger does: from their tarballs, with no install script run.
 *
 * @param packages What is installed: paths of tarballs, and names with versions.
 * @throws Error with npm's output when the packages do not install.
 */
export async function createConsumer(folder: string, packages: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/package.json`, JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  await writeFile(`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  const flags = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  await runCommand('npm', ['install', ...flags, ...packages], { cwd: folder });
}
