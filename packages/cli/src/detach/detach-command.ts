import type { Command } from 'commander';
import type { CommandContext } from '../command-line/command-context.js';
import { addJsonOption, examples } from '../command-line/common-options.js';

interface Options {
  readonly output: string;
  readonly json: boolean;
}

/** Adds `disalign detach`. */
export function addDetachCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('detach')
    .summary('the model as it was before a calibration was put into it')
    .description(
      'Gives the ONNX model back that disalign export put a calibration into: the very bytes, checked against the SHA-256 that was kept of ' +
        'them, or nothing.',
    )
    .argument('<model>', 'a calibrated ONNX model')
    .option('-o, --output <file>', 'the model as it was', 'original.onnx');
  addJsonOption(command)
    .addHelpText('after', examples('disalign detach calibrated.onnx -o model.onnx'))
    .action((model: string, options: Options) => detach(model, options, context));
}

async function detach(model: string, { json, output }: Options, context: CommandContext): Promise<void> {
  const { detachFile } = await import('./detach-file.js');
  const value = await detachFile(model, output);
  context.sayResult({ json, value, text: () => `Written: ${output}, without the calibration` });
}
