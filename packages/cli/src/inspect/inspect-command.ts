import type { Command } from 'commander';
import type { CommandContext } from '../command-line/command-context.js';
import { addJsonOption, examples } from '../command-line/common-options.js';

/** Adds `disalign inspect`. */
export function addInspectCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('inspect')
    .summary('what is in a model, a calibration or a feature file')
    .description(
      'Says what is in a file: the classifiers of an ONNX model and their tensors, what a calibration was fitted to and is worth, sizes and ' +
        'classes of features and logits.',
    )
    .argument('<file>', '.onnx, .safetensors or .npz');
  addJsonOption(command)
    .addHelpText('after', examples('disalign inspect model.onnx', 'disalign inspect calibration.safetensors --json'))
    .action((file: string, { json }: { readonly json: boolean }) => inspect(file, json, context));
}

async function inspect(file: string, json: boolean, context: CommandContext): Promise<void> {
  const { inspectFile } = await import('./inspect-file.js');
  const { inspectionText } = await import('./inspection-text.js');
  const inspection = await inspectFile(file);
  context.sayResult({ json, value: inspection, text: () => inspectionText(inspection, context.colors) });
}
