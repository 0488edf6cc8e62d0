import type { FitSettingsInput } from '@disalign/core';
import { Option, type Command } from 'commander';
import type { CommandContext } from '../command-line/command-context.js';
import { addFeatureOptions, addJsonOption, examples, type FeatureOptions } from '../command-line/common-options.js';
import { autoOrNonNegative, positiveInteger, wholeNumber } from '../command-line/option-values.js';
import type { Recipe } from './create-calibrator.js';

interface Options extends FeatureOptions {
  readonly validation?: readonly string[];
  readonly counts?: string;
  readonly rho?: number | 'auto';
  readonly seed?: number;
  readonly settings?: string;
  readonly recipe?: Recipe;
  readonly classNames?: string;
  readonly checkpoint?: string;
  readonly threads?: number;
  readonly output: string;
  readonly json: boolean;
}

/** Adds `disalign fit`. */
export function addFitCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('fit')
    .summary('fit a calibration to features and logits')
    .description(
      'Fits a calibration to files with tensors features [N, D], logits [N, K] and labels [N], judges it on rows that it has not ' +
        'seen, and writes it.',
    )
    .argument('<features...>', 'safetensors or npz files, or glob patterns');
  addFeatureOptions(command)
    .option('--validation <features...>', 'rows to choose and judge by (default: a fifth of the others)')
    .option('--counts <file>', 'training samples of each class, a JSON list or npy (default: the rows)')
    .option('--rho <value>', 'strength of re-weighting, or auto: the best on validation rows', autoOrNonNegative)
    .option('--seed <n>', 'of everything that is drawn', wholeNumber)
    .option('--settings <file>', 'every setting of the fit, as YAML or JSON')
    .addOption(new Option('--recipe <name>', "the authors' settings").choices(['authors', 'lvis-v0.5', 'lvis-v1']))
    .option('--class-names <file>', 'one name a line, or a JSON list')
    .option('--checkpoint <file>', 'kept while it runs; the same command goes on from it')
    .option('--threads <n>', 'they change no bit of the result', positiveInteger)
    .option('-o, --output <file>', 'the calibration', 'calibration.safetensors');
  addJsonOption(command)
    .addHelpText(
      'after',
      examples(
        'disalign fit train.safetensors --counts counts.json --rho 1.2 -o calibration.safetensors',
        "disalign fit 'pixels/*.safetensors' --task segmentation --recipe authors",
        "disalign fit 'regions/*.safetensors' --task detection --background last --counts num_shots.npy",
      ),
    )
    .action((features: readonly string[], options: Options) => fit(features, options, context));
}

async function fit(train: readonly string[], options: Options, context: CommandContext): Promise<void> {
  const { fitFiles } = await import('./fit-files.js');
  const { fitProgress } = await import('./fit-progress.js');
  const { fitSummary, fitText } = await import('./fit-text.js');
  const { readClassNames } = await import('../files/read-class-names.js');
  const { classNames, settings, rho, seed, json, ...rest } = options;
  const { result, record } = await fitFiles({
    ...rest,
    train,
    settings: await settingsOf({ settings, rho, seed }),
    classNames: classNames === undefined ? undefined : await readClassNames(classNames),
    signal: context.signal,
    onWarning: (message) => context.warn(message),
    onProgress: (progress) => {
      const { text, share } = fitProgress(progress);
      context.progress.update('fit', text, share);
    },
  });
  const summary = fitSummary(result, record, options.output);
  context.sayResult({ json, value: summary, text: () => fitText(summary, context.colors) });
}

/** Settings of a file, and what the command line says instead; undefined where neither says anything. */
async function settingsOf({
  settings,
  rho,
  seed,
}: Pick<Options, 'settings' | 'rho' | 'seed'>): Promise<FitSettingsInput | undefined> {
  const { readFitSettings } = await import('./read-fit-settings.js');
  const given = settings === undefined ? {} : await readFitSettings(settings);
  const all = { ...given, ...(rho !== undefined && { rho }), ...(seed !== undefined && { seed }) };
  return Object.keys(all).length === 0 ? undefined : all;
}
