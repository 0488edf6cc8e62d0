import { ConfidenceCollapseError, FileFormatError, FitDivergedError } from '@disalign/core';
import { MissingDataSetError } from '@disalign/core/node';
import { CommanderError } from 'commander';
import type { CommandContext } from './command-context.js';
import { exitCodes } from './exit-codes.js';
import { UsageError } from './usage-error.js';

/**
 * Says on stderr what went wrong: in one line what the user can put right, and with its stack what is a fault of the program.
 *
 * @returns the exit code
 */
export function tellError(error: unknown, { stderr, signal, progress }: CommandContext): number {
  progress.done();
  const tell = (text: string, code: number) => {
    stderr.write(`disalign: ${text}\n`);
    return code;
  };
  if (signal.aborted) return tell('interrupted', exitCodes.interrupted);
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.done;
    // Without a command the help itself is the answer.
    if (error.code === 'commander.help') return exitCodes.badInput;
    return tell(`${oneLine(error.message.replace(/^error: /, ''))} (--help says more)`, exitCodes.badInput);
  }
  if (isBadInput(error)) return tell(oneLine(error.message), exitCodes.badInput);
  return tell(error instanceof Error ? (error.stack ?? error.message) : String(error), exitCodes.failed);
}

/** What the user can put right: the command line, a file, what the file system says of one, numbers that a fit cannot take. */
function isBadInput(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const known = [UsageError, FileFormatError, MissingDataSetError, ConfidenceCollapseError, FitDivergedError];
  return known.some((kind) => error instanceof kind) || 'syscall' in error || isRefusedArgument(error);
}

/** Our packages refuse an argument by a RangeError or TypeError that begins with the name of the function; the language never does. */
function isRefusedArgument(error: Error): boolean {
  return (error instanceof RangeError || error instanceof TypeError) && /^\w+(\.\w+)?: /.test(error.message);
}

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, ' ');
}
