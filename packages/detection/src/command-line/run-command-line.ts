import { FileFormatError } from '@disalign/core';
import { writeFileAtomically } from '@disalign/core/node';
import type { CategoryResult } from '../evaluation/category-results.js';
import { commandOptions, usage, UsageError, type CommandOptions } from './command-options.js';
import { evaluateFiles, type FileResults } from './evaluate-files.js';
import { threeDigits } from './official-lines.js';

/** Where a command writes. */
export interface CommandStreams {
  readonly output: { write(text: string): unknown };
  readonly errors: { write(text: string): unknown };
}

/**
 * Runs `disalign-eval`.
 *
 * @returns the exit status: 2, after one line on `errors`, for a command line or a file that is wrong
 */
export async function runCommandLine(args: readonly string[], streams: CommandStreams): Promise<0 | 2> {
  try {
    const options = commandOptions(args);
    if (options === 'help') streams.output.write(usage);
    else await evaluate(options, streams);
    return 0;
  } catch (error) {
    if (!isBadInput(error)) throw error;
    const help = error instanceof UsageError ? ' (--help says more)' : '';
    streams.errors.write(`disalign-eval: ${error.message}${help}\n`);
    return 2;
  }
}

async function evaluate(options: CommandOptions, { output }: CommandStreams): Promise<void> {
  const results = await evaluateFiles(options);
  const lines = [...results.lines, ...(options['per-category'] ? categoryLines(results.perCategory) : [])];
  output.write(`${lines.join('\n')}\n`);
  if (options.json === undefined) return;
  const { metrics, pool, perCategory }: FileResults = results;
  const text = JSON.stringify({ metrics, pool, perCategory }, null, 2);
  await writeFileAtomically(options.json, new TextEncoder().encode(`${text}\n`));
}

function categoryLines(categories: readonly CategoryResult[]): string[] {
  const head = ['id', 'AP', 'AP50', 'AP75', 'AR', 'gt', 'dt', 'freq', 'name'];
  const rows = categories.map(({ id, AP, AP50, AP75, AR, truths, detections, frequency = '', name }) => [
    `${id}`,
    ...[AP, AP50, AP75, AR].map(threeDigits),
    `${truths}`,
    `${detections}`,
    frequency,
    name,
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
  return [head, ...rows].map((row) =>
    row.map((cell, column) => (column < 8 ? cell.padStart(widths[column]) : cell)).join('  '),
  );
}

/** A file that breaks its format, one that cannot be opened, a wrong option. */
function isBadInput(error: unknown): error is Error {
  if (error instanceof FileFormatError || error instanceof UsageError) return true;
  return error instanceof Error && 'syscall' in error;
}
