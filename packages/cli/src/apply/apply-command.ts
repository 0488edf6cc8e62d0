import type { Command } from 'commander';
import type { CommandContext } from '../command-line/command-context.js';
import { addJsonOption, examples } from '../command-line/common-options.js';
import { wholeNumber } from '../command-line/option-values.js';

interface Options {
  readonly calibration: string;
  readonly output: string;
  readonly ignoreLabel?: number;
  readonly head?: string;
  readonly json: boolean;
}

/** Adds `disalign apply`. */
export function addApplyCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('apply')
    .summary('write calibrated logits of features and logits')
    .description(
      'Writes calibrated logits [N, K], the confidence [N] and the predicted classes [N] of files with features and logits.',
    )
    .argument('<features...>', 'safetensors or npz files, or glob patterns')
    .requiredOption('-c, --calibration <file>', 'of disalign fit')
    .option('--ignore-label <n>', 'label of rows that are to be ignored elsewhere, besides -1', wholeNumber)
    .option('--head <file>', 'safetensors file with head.weight and head.bias, for files without logits')
    .option('-o, --output <file>', 'ends in .safetensors or .npz', 'calibrated.safetensors');
  addJsonOption(command)
    .addHelpText('after', examples('disalign apply test.safetensors -c calibration.safetensors -o calibrated.npz'))
    .action((features: readonly string[], options: Options) => apply(features, options, context));
}

async function apply(
  features: readonly string[],
  { json, ...options }: Options,
  context: CommandContext,
): Promise<void> {
  const { applyToFiles } = await import('./apply-to-files.js');
  const applied = await applyToFiles({
    ...options,
    features,
    signal: context.signal,
    onWarning: (message) => context.warn(message),
    onProgress: (share) => context.progress.update('apply', '', share),
  });
  const { output, rows, classes, changed } = applied;
  context.sayResult({
    json,
    value: applied,
    text: () =>
      `Written: ${output}, ${rows} rows of ${classes} logits; ${changed} rows are of another class than before`,
  });
}
