import { Argument, type Command } from 'commander';
import type { CommandContext } from '../command-line/command-context.js';
import { examples } from '../command-line/common-options.js';
import { bashScript } from './bash-script.js';
import { describeCommands } from './describe-commands.js';
import { fishScript } from './fish-script.js';
import { zshScript } from './zsh-script.js';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** Adds `disalign completion`, which knows all commands of the program, those that are added later too. */
export function addCompletionCommand(program: Command, context: CommandContext): void {
  program
    .command('completion')
    .summary('a script that completes commands and options in your shell')
    .description('Prints a script that completes commands and options of disalign.')
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(scripts)))
    .addHelpText(
      'after',
      examples(
        'eval "$(disalign completion bash)"    # in ~/.bashrc',
        'eval "$(disalign completion zsh)"     # in ~/.zshrc',
        'disalign completion fish | source     # in ~/.config/fish/config.fish',
      ),
    )
    .action((shell: keyof typeof scripts) => context.say(scripts[shell](describeCommands(program)).trimEnd()));
}
