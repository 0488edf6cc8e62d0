import type { Command } from 'commander';
import type { CommandContext } from '../command-line/command-context.js';
import { addJsonOption, examples } from '../command-line/common-options.js';
import type { FinishedStep } from './run-config.js';

/** Adds `disalign run`. */
export function addRunCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('run')
    .summary('extract, fit, evaluate, export and report, as a configuration says')
    .description(
      'Does everything that a configuration asks for, in one go. What is done, and whose files and settings have not changed, is not done ' +
        'again; after an interruption the same command goes on.',
    )
    .argument('<config>', 'YAML or JSON; disalign init writes one');
  addJsonOption(command)
    .addHelpText('after', examples('disalign run config.yaml'))
    .action((config: string, { json }: { readonly json: boolean }) => run(config, json, context));
}

async function run(file: string, json: boolean, context: CommandContext): Promise<void> {
  const { readRunConfig } = await import('./read-run-config.js');
  const { runConfig } = await import('./run-config.js');
  const { runtimeProblems } = await import('../extract/runtime-problems.js');
  const config = await readRunConfig(file);
  const running = runConfig(config, {
    signal: context.signal,
    onWarning: (warning) => context.warn(warning),
    onProgress: (step, { text, share }) => context.progress.update(step, text, share),
    onStep: (step) => {
      if (!json) context.say(stepText(step));
    },
  });
  const { steps, message } = await runtimeProblems(running);
  if (json) context.say(JSON.stringify({ steps, message }, null, 2));
  else if (message !== null) context.say(message);
}

function stepText({ name, wasDone, outputs }: FinishedStep): string {
  return `${name.padEnd(10)}${outputs.join(', ')}${wasDone ? ' (done before)' : ''}`;
}
