import type { Command } from 'commander';
import type { CommandContext } from '../command-line/command-context.js';
import { addFeatureOptions, addJsonOption, examples, type FeatureOptions } from '../command-line/common-options.js';
import { nonNegativeList } from '../command-line/option-values.js';

interface Options extends FeatureOptions {
  readonly calibration: string;
  readonly train?: readonly string[];
  readonly counts?: string;
  readonly rhos?: readonly number[];
  readonly title?: string;
  readonly output: string;
  readonly json: boolean;
}

/** Adds `disalign report`. */
export function addReportCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('report')
    .summary('one HTML page: before and after, and a panel in which rho moves')
    .description(
      'Writes one HTML page that needs nothing else: before and after by group and by class; with --train a panel in which rho moves.',
    )
    .argument('<features...>', 'test rows: files or glob patterns')
    .requiredOption('-c, --calibration <file>', 'of disalign fit');
  addFeatureOptions(command)
    .option('--train <features...>', 'rows that the panel is fitted to, twice for each rho')
    .option('--rhos <list>', 'of the panel, between commas (default: 0,0.5,1,1.5,2)', nonNegativeList)
    .option('--counts <file>', 'training samples of each class (default: those of the fit)')
    .option('--title <text>', 'of the page')
    .option('-o, --output <file>', 'the page', 'report.html');
  addJsonOption(command)
    .addHelpText(
      'after',
      examples('disalign report test.safetensors -c calibration.safetensors --train train.safetensors'),
    )
    .action((features: readonly string[], options: Options) => report(features, options, context));
}

async function report(
  features: readonly string[],
  { json, ...options }: Options,
  context: CommandContext,
): Promise<void> {
  const { reportFiles } = await import('./report-files.js');
  const reported = await reportFiles({
    ...options,
    features,
    signal: context.signal,
    onWarning: (message) => context.warn(message),
    onProgress: ({ share, text }) => context.progress.update('fits', text, share),
  });
  const { output, evaluation, settings } = reported;
  const panel = settings === 0 ? 'without a live panel' : `${settings} calibrations in its live panel`;
  context.sayResult({
    json,
    value: reported,
    text: () => `${evaluation.verdict.message}\nWritten: ${output}, ${panel}`,
  });
}
