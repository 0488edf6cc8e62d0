import { execFile } from 'node:child_process';

/** How a command is started. */
export interface RunCommandOptions {
  /** The folder it runs in. */
  readonly cwd: string;
  /** It is ended when it takes longer, in milliseconds. Default: 5 minutes. */
  readonly timeout?: number;
}

/**
 * Runs a command to its end and returns what it wrote to stdout.
 *
 * @throws Error with all of its output when it cannot be started, fails or takes too long.
 */
export async function runCommand(command: string, args: string[], options: RunCommandOptions): Promise<string> {
  const { cwd, timeout = 300_000 } = options;
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd, timeout, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else
        reject(new Error(`runCommand: ${[command, ...args].join(' ')} failed\n${stdout}\n${stderr}`, { cause: error }));
    });
  });
}
