import { Option, type Command } from 'commander';
import type { CommandContext } from '../command-line/command-context.js';
import { addJsonOption, examples } from '../command-line/common-options.js';
import { positiveInteger } from '../command-line/option-values.js';

interface Options {
  readonly classes?: number;
  readonly classifier?: string;
  readonly features?: 'normalized' | 'raw';
  readonly further?: readonly string[];
  readonly output: string;
  readonly json: boolean;
}

/** Adds `disalign tap`. */
export function addTapCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('tap')
    .summary('a model that also gives its features and logits')
    .description(
      'Writes an ONNX model with the features and the logits of its classifier as further outputs, for programs that run it themselves and ' +
        'write the rows that a fit takes. Every other byte stays.',
    )
    .argument('<model>', 'an ONNX model')
    .option('--classes <n>', 'of the classifier, where the model has several', positiveInteger)
    .option('--classifier <tensor>', 'of logits, where several fit (disalign inspect lists them)')
    .addOption(
      new Option('--features <kind>', 'of a cosine head: raw, before they are divided by their length').choices([
        'normalized',
        'raw',
      ]),
    )
    .option('--further <tensors...>', 'that become outputs too, such as the proposals of a detector')
    .option('-o, --output <file>', 'the tapped model', 'tapped.onnx');
  addJsonOption(command)
    .addHelpText(
      'after',
      examples(
        'disalign tap model.onnx -o tapped.onnx',
        'disalign tap rcnn.onnx --classes 1204 --further proposals deltas -o tapped.onnx',
      ),
    )
    .action((model: string, options: Options) => tap(model, options, context));
}

async function tap(model: string, { json, output, ...options }: Options, context: CommandContext): Promise<void> {
  const { tapFile } = await import('./tap-file.js');
  const value = await tapFile(model, output, options);
  const { features, logits, further, classes, featureSize } = value;
  const others = further.length === 0 ? '' : `, and ${further.join(', ')}`;
  context.sayResult({
    json,
    value,
    text: () =>
      `Written: ${output}, with outputs ${features} of ${featureSize} features and ${logits} of ${classes} logits${others}`,
  });
}
