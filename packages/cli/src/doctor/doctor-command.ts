import { InvalidArgumentError, type Command } from 'commander';
import type { CommandContext } from '../command-line/command-context.js';
import { addJsonOption, examples } from '../command-line/common-options.js';
import { exitCodes } from '../command-line/exit-codes.js';
import { nonNegative } from '../command-line/option-values.js';

interface Options {
  readonly seconds: number;
  readonly softwareAdapter: boolean;
  readonly json: boolean;
}

/** Adds `disalign doctor`. */
export function addDoctorCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('doctor')
    .summary('which backends start here, how fast and how exactly they compute')
    .description('Starts every backend, measures and checks it, and says why others do not start and what to install.')
    .option('--seconds <s>', 'time for measuring', seconds, 3)
    .option('--software-adapter', 'webgpu: also take an adapter that computes on the processor', false);
  addJsonOption(command)
    .addHelpText('after', examples('disalign doctor', 'disalign doctor --seconds 1 --json'))
    .action((options: Options) => doctor(options, context));
}

async function doctor({ seconds, softwareAdapter, json }: Options, context: CommandContext): Promise<void> {
  const { diagnose } = await import('./diagnose.js');
  const { diagnosisText } = await import('./diagnosis-text.js');
  const diagnosis = await diagnose({ seconds, allowSoftwareAdapter: softwareAdapter });
  context.sayResult({ json, value: diagnosis, text: () => diagnosisText(diagnosis) });
  if (!diagnosis.isCorrect) context.exitCode = exitCodes.failed;
}

function seconds(text: string): number {
  const value = nonNegative(text);
  if (value > 0) return value;
  throw new InvalidArgumentError(`It must be above 0, got ${text}.`);
}
