import type { CompletedCommand, CompletedOption } from './describe-commands.js';

/** Completion for bash. */
export function bashScript(commands: readonly CompletedCommand[]): string {
  return `# bash completion of disalign: eval "$(disalign completion bash)"
_disalign() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} words=
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${commands.map(({ name }) => name).join(' ')} --help --version'
  else
    case "\${COMP_WORDS[1]} $before" in
${commands.flatMap(valueCases).join('\n')}
    esac
    case "\${COMP_WORDS[1]} $word" in
${commands.map(optionCase).join('\n')}
    esac
  fi
  if [ -n "$words" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F _disalign disalign
`;
}

function valueCases({ name, options, values }: CompletedCommand): string[] {
  const ofOptions = options.flatMap((option) =>
    option.values && option.values.length > 0 ? [caseLine(patternsOf(name, option), option.values)] : [],
  );
  return values === null ? ofOptions : [...ofOptions, caseLine([`"${name} ${name}"`], values)];
}

function optionCase({ name, options }: CompletedCommand): string {
  return caseLine([`"${name} -"*`], [...options.map(({ long }) => long), '--help']);
}

function caseLine(patterns: readonly string[], words: readonly string[]): string {
  return `      ${patterns.join(' | ')}) words='${words.join(' ')}' ;;`;
}

function patternsOf(command: string, { long, short }: CompletedOption): string[] {
  return [long, ...(short === null ? [] : [short])].map((name) => `"${command} ${name}"`);
}
