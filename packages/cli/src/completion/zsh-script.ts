import type { CompletedCommand, CompletedOption } from './describe-commands.js';

/** Completion for zsh. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  return `#compdef disalign
# zsh completion of disalign: eval "$(disalign completion zsh)"
_disalign() {
  local -a commands=(
${commands.map(({ name, summary }) => `    '${name}:${quoted(summary)}'`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}
compdef _disalign disalign
`;
}

function commandCase({ name, options, values }: CompletedCommand): string {
  const specifications = options.flatMap(optionSpecifications);
  const argument = values === null ? "'*:file:_files'" : `'1:value:(${values.join(' ')})'`;
  return `    ${name}) _arguments ${[...specifications, argument].join(' ')} ;;`;
}

function optionSpecifications({ long, short, description, values }: CompletedOption): string[] {
  const value = values === null ? ':file:_files' : values.length === 0 ? '' : `:value:(${values.join(' ')})`;
  const text = quoted(description).replaceAll(/[[\]]/g, '\\\\$&');
  return [long, ...(short === null ? [] : [short])].map((name) => `'${name}[${text}]${value}'`);
}

/** Inside single quotes, where a colon would end a field. */
function quoted(text: string): string {
  return text.replaceAll("'", `'\\''`).replaceAll(':', '\\:');
}
