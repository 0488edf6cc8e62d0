import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../processes/run-command.js';
import { chooseWheelFile } from './choose-wheel-file.js';
import { MissingRequirement } from './missing-requirement.js';

const halfAnHour = 1_800_000;

/**
 * Fetches one wheel, without what it depends on, into a folder and returns its path. Without a pip of its own the Python
 * of this machine gets one, in that folder.
 *
 * @throws MissingRequirement without Python or pip, or if pip reaches no such wheel
 */
export async function downloadWheel(requirement: string, folder: string): Promise<string> {
  const python = await findPip(folder);
  const options = ['--no-deps', '--only-binary=:all:', '--quiet', '--disable-pip-version-check', '--dest', folder];
  try {
    await runCommand(python, ['-m', 'pip', 'download', ...options, requirement], { cwd: folder, timeout: halfAnHour });
  } catch (cause) {
    throw new MissingRequirement(`pip cannot reach a wheel for ${requirement}: ${lastComplaint(cause)}`, { cause });
  }
  const file = chooseWheelFile(readdirSync(folder), requirement);
  if (file === undefined) throw new MissingRequirement(`pip brought no wheel for ${requirement}`);
  return join(folder, file);
}

/** A Python that has pip. */
async function findPip(folder: string): Promise<string> {
  const works = async (command: string, args: string[]): Promise<boolean> => {
    try {
      await runCommand(command, args, { cwd: folder });
      return true;
    } catch {
      return false;
    }
  };
  if (!(await works('python3', ['--version']))) throw new MissingRequirement('no python3');
  if (await works('python3', ['-m', 'pip', '--version'])) return 'python3';
  const python = join(folder, 'venv', 'bin', 'python');
  if ((await works('python3', ['-m', 'venv', 'venv'])) && existsSync(python)) return python;
  throw new MissingRequirement('no pip: on Debian, install python3-pip or python3-venv');
}

function lastComplaint(error: unknown): string {
  const lines = error instanceof Error ? error.message.split('\n') : [];
  return lines.findLast((line) => line.startsWith('ERROR:'))?.slice('ERROR: '.length) ?? 'it failed';
}
