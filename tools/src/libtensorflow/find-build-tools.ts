import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommand } from '../processes/run-command.js';
import { MissingRequirement } from './missing-requirement.js';

/** What compiles an addon here, without a download. */
export interface BuildTools {
  /** The script of the node-gyp that comes with npm. */
  readonly nodeGyp: string;
  /** The folder above include/node of the Node that runs. */
  readonly nodeFolder: string;
}

/** @throws MissingRequirement for the first thing that is not here: Linux, a compiler, Python, npm's node-gyp, Node's headers */
export async function findBuildTools(): Promise<BuildTools> {
  if (process.platform !== 'linux') throw new MissingRequirement(`it builds on Linux only, not on ${process.platform}`);
  for (const command of ['python3', 'make', process.env.CXX ?? 'g++']) await requireCommand(command);
  const nodeGyp = (await runCommand('npm', ['config', 'get', 'node-gyp'], { cwd: process.cwd() })).trim();
  if (!existsSync(nodeGyp)) throw new MissingRequirement(`npm brings no node-gyp (${nodeGyp})`);
  const nodeFolder = dirname(dirname(process.execPath));
  const header = join(nodeFolder, 'include', 'node', 'node_api.h');
  if (!existsSync(header)) throw new MissingRequirement(`no headers of Node (${header}); on Debian, libnode-dev`);
  return { nodeGyp, nodeFolder };
}

async function requireCommand(command: string): Promise<void> {
  try {
    await runCommand(command, ['--version'], { cwd: process.cwd() });
  } catch (cause) {
    throw new MissingRequirement(`no ${command}`, { cause });
  }
}
