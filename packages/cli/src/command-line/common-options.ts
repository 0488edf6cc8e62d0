import { Option, type Command } from 'commander';
import { tasks, type Task } from '../tasks/task.js';
import { wholeNumber } from './option-values.js';

/** Options of every command that reads feature files. */
export interface FeatureOptions {
  readonly task: Task;
  readonly ignoreLabel?: number;
  readonly head?: string;
  readonly background: 'first' | 'last';
}

/** Adds the options of a command that reads feature files. */
export function addFeatureOptions(command: Command): Command {
  return command
    .addOption(new Option('--task <task>', 'what the rows are').choices(tasks).default('classification'))
    .addOption(
      new Option('--background <place>', 'detection: column of the background')
        .choices(['first', 'last'])
        .default('last'),
    )
    .option('--ignore-label <n>', 'label of rows to be ignored, besides -1', wholeNumber)
    .option('--head <file>', 'safetensors file with head.weight and head.bias, for files without logits');
}

/** Adds the option that every command with a result has. */
export function addJsonOption(command: Command): Command {
  return command.option('--json', 'the result as JSON, for machines', false);
}

/** Text under the options of a command. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}
