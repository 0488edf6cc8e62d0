import { FileFormatError, startBackend } from '@disalign/core';
import { createProgress, MissingDataSetError, type ProgressStream } from '@disalign/core/node';
import type { SkippedImage } from '../data/image-data-set.js';
import { loadFrozenClassifier } from '../training/load-frozen-classifier.js';
import { commandOptions, usage, UsageError, type CommandOptions } from './command-options.js';
import { namedBackbones } from './named-backbones.js';
import { openDataSet } from './open-data-set.js';
import { writeFeatures } from './write-features.js';

/** Where a command writes, and what ends it early. */
export interface CommandSurroundings {
  readonly output: { write(text: string): unknown };
  readonly errors: ProgressStream;
  readonly signal?: AbortSignal;
}

/**
 * Runs `disalign-features`.
 *
 * @returns the exit status: 2, after one line on `errors`, for a command line or a file that is wrong; 130 when it was interrupted
 */
export async function runCommandLine(args: readonly string[], surroundings: CommandSurroundings): Promise<0 | 2 | 130> {
  const { output, errors, signal } = surroundings;
  try {
    const options = commandOptions(args);
    if (options === 'help') output.write(usage);
    else await extract(options, surroundings);
    return 0;
  } catch (error) {
    if (signal?.aborted) {
      errors.write('disalign-features: interrupted; the same command goes on from here\n');
      return 130;
    }
    if (!isBadInput(error)) throw error;
    const help = error instanceof UsageError ? ' (--help says more)' : '';
    errors.write(`disalign-features: ${error.message}${help}\n`);
    return 2;
  }
}

async function extract(options: CommandOptions, { output, errors, signal }: CommandSurroundings): Promise<void> {
  const progress = createProgress({ stream: errors });
  const tell = (task: string, share: number) => progress.update(task, '', share);
  try {
    const data = await openDataSet(options, ({ done, total }) => tell('looking at pictures', done / total));
    const { name } = await startBackend(options.backend);
    const network = await loadFrozenClassifier(options.weights, {
      backbone: namedBackbones[options.backbone](),
      head: { ...options.head, classes: data.classNames.length, name: options['head-name'] },
      size: { height: options.size, width: options.size },
    });
    const writing = writeFeatures(network, data, { command: options, onProgress: tell, signal });
    const written = await writing.finally(() => network.dispose());
    progress.done();
    const lines = written.map(({ folder, rows, files }) => `${folder}: ${rows} rows in ${files.length} files`);
    output.write([`${data.name}, backend ${name}`, ...lines, ...skippedLines(data.skipped ?? []), ''].join('\n'));
  } finally {
    progress.done();
  }
}

/** How many pictures were left out, and which. */
function skippedLines(skipped: readonly SkippedImage[]): string[] {
  if (skipped.length === 0) return [];
  const lines = skipped.map(({ split, origin, path, reason }) => `  ${split}, ${origin}: ${path}: ${reason}`);
  return [`left out: ${skipped.length} pictures`, ...lines];
}

/** A file that breaks its format, one that cannot be opened, options that do not fit the data, a wrong command line. */
function isBadInput(error: unknown): error is Error {
  const kinds = [FileFormatError, UsageError, MissingDataSetError, RangeError];
  if (kinds.some((kind) => error instanceof kind)) return true;
  return error instanceof Error && 'syscall' in error;
}
