import type { CompletedCommand, CompletedOption } from './describe-commands.js';

/** Completion for fish. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  return [
    '# fish completion of disalign: disalign completion fish | source',
    ...commands.flatMap((command) => [
      `complete -c disalign -n __fish_use_subcommand -f -a ${command.name} -d '${quoted(command.summary)}'`,
      ...(command.values === null ? [] : [`complete ${inside(command)} -f -a '${command.values.join(' ')}'`]),
      ...command.options.map((option) => `complete ${inside(command)} ${optionText(option)}`),
    ]),
    '',
  ].join('\n');
}

function inside({ name }: CompletedCommand): string {
  return `-c disalign -n '__fish_seen_subcommand_from ${name}'`;
}

function optionText({ long, short, description, values }: CompletedOption): string {
  const value = values === null ? '-r -F' : values.length === 0 ? '' : `-x -a '${values.join(' ')}'`;
  return [`-l ${long.slice(2)}`, short === null ? '' : `-s ${short.slice(1)}`, value, `-d '${quoted(description)}'`]
    .filter((part) => part !== '')
    .join(' ');
}

function quoted(text: string): string {
  return text.replaceAll(/['\\]/g, '\\$&');
}
