import { createContext } from './command-context.js';
import { createProgram } from './create-program.js';
import type { Surroundings } from './surroundings.js';
import { tellError } from './tell-error.js';

/**
 * Runs the command `disalign` as a process of its own does, with streams that are given.
 *
 * @param args what was typed behind the command
 * @returns the exit code: 0 done; 1 `doctor` found a wrong backend, or the program failed; 2 the command line, a file or a configuration is
 *   wrong, which one line on `stderr` tells; 130 interrupted
 * @example
 * import { runCommandLine } from 'disalign';
 * const { signal } = new AbortController();
 * const output = { write: (text: string) => console.log(text) };
 * const code = await runCommandLine(['--version'], { stdout: output, stderr: output, signal, env: {} });
 */
export async function runCommandLine(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const context = createContext(surroundings);
  try {
    await createProgram(context).parseAsync([...args], { from: 'user' });
    return context.exitCode;
  } catch (error) {
    return tellError(error, context);
  } finally {
    context.progress.done();
  }
}
