import type { Command } from 'commander';
import type { CommandContext } from '../command-line/command-context.js';
import { examples } from '../command-line/common-options.js';

/** Adds `disalign init`. */
export function addInitCommand(program: Command, context: CommandContext): void {
  program
    .command('init')
    .summary('write a commented config.yaml')
    .description('Writes a configuration for disalign run, in which everything that can be said is explained.')
    .argument('[file]', 'where to', 'config.yaml')
    .option('--force', 'replaces a file that is there', false)
    .addHelpText('after', examples('disalign init', 'disalign init birds.yaml'))
    .action((file: string, options: { readonly force: boolean }) => init(file, options, context));
}

async function init(file: string, options: { readonly force: boolean }, context: CommandContext): Promise<void> {
  const { writeConfig } = await import('./write-config.js');
  await writeConfig(file, options);
  context.say(`Written: ${file}. Next: disalign run ${file}`);
}
