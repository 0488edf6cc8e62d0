import type { Command } from 'commander';

/** An option as a shell needs it. */
export interface CompletedOption {
  /** Such as `--task`. */
  readonly long: string;
  /** Such as `-o`. */
  readonly short: string | null;
  readonly description: string;
  /** What it may be; null: anything, such as a file. Empty: the option takes no value. */
  readonly values: readonly string[] | null;
}

/** A command as a shell needs it. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** What its argument may be; null: a file. */
  readonly values: readonly string[] | null;
}

/** The commands of a program, with their options. */
export function describeCommands(program: Command): CompletedCommand[] {
  return program.commands.map((command) => ({
    name: command.name(),
    summary: command.summary(),
    options: command.options.map(({ long, short, description, argChoices, required, optional }) => ({
      long: long ?? '',
      short: short ?? null,
      description,
      values: required || optional ? (argChoices ?? null) : [],
    })),
    values: command.registeredArguments[0]?.argChoices ?? null,
  }));
}
