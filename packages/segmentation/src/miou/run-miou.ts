import { FileFormatError } from '@disalign/core';
import { readObjectInfo } from '../data/read-object-info.js';
import { scoreFolders } from '../metrics/score-folders.js';
import { readArguments, usage, UsageError } from './read-arguments.js';
import { reportText, scoreReport } from './score-report.js';

/** A stream that is written to. */
export interface OutputStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Where the result goes, and where progress and errors go. */
export interface OutputStreams {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
}

const clearRest = '\u001B[K';

/**
 * The command `disalign-miou`.
 *
 * @returns the exit code: 0, or 2 where the command line, a folder or a file is bad, which one line on stderr tells
 * @throws what is a fault of the program itself
 */
export async function runMiou(args: readonly string[], { stdout, stderr }: OutputStreams): Promise<number> {
  const isTerminal = stderr.isTTY === true;
  try {
    const options = readArguments(args);
    if (options === null) {
      stdout.write(`${usage}\n`);
      return 0;
    }
    const { classes, objectInfo, perClass, json, ...folders } = options;
    const infos = objectInfo === undefined ? [] : await readObjectInfo(objectInfo, { classes });
    const onProgress = ({ done, total }: { done: number; total: number }) => {
      if (isTerminal) stderr.write(`\r${done} of ${total} images${clearRest}`);
    };
    const report = scoreReport(await scoreFolders({ ...folders, classes, onProgress }), infos);
    if (isTerminal) stderr.write(`\r${clearRest}`);
    stdout.write(`${json ? JSON.stringify(report, null, 2) : reportText(report, { perClass })}\n`);
    return 0;
  } catch (error) {
    if (!isBadInput(error)) throw error;
    if (isTerminal) stderr.write(`\r${clearRest}`);
    stderr.write(`disalign-miou: ${error.message}${error instanceof UsageError ? ' (see --help)' : ''}\n`);
    return 2;
  }
}

/** What the user can put right: the command line, a file, or what the file system says of one. */
function isBadInput(error: unknown): error is Error {
  if (error instanceof UsageError || error instanceof FileFormatError) return true;
  return error instanceof Error && 'syscall' in error;
}
