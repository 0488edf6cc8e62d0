import type { BackgroundPlace, ClassifierCandidate } from '@disalign/onnx';
import { Option, type Command } from 'commander';
import type { CommandContext } from '../command-line/command-context.js';
import { addJsonOption, examples } from '../command-line/common-options.js';

interface Options {
  readonly model: string;
  readonly output: string;
  readonly classifier?: string;
  readonly features?: 'normalized' | 'raw';
  readonly background: BackgroundPlace;
  readonly json: boolean;
}

/** Adds `disalign export`. */
export function addExportCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('export')
    .summary('put a calibration into an ONNX model')
    .description(
      'Writes an ONNX model with the calibration behind its classifier: the calibrated logits take the old name, and every other byte stays.',
    )
    .argument('<calibration>', 'of disalign fit')
    .requiredOption('-m, --model <file>', 'the ONNX model as it was')
    .option('-o, --output <file>', 'the calibrated model', 'calibrated.onnx')
    .option(
      '--classifier <tensor>',
      'tensor of logits, where the model has several that fit (disalign inspect lists them)',
    )
    .addOption(
      new Option('--features <kind>', 'of a cosine head: raw, before they are divided by their length').choices([
        'normalized',
        'raw',
      ]),
    )
    .addOption(
      new Option('--background <place>', 'of a column that the calibration does not have')
        .choices(['none', 'first', 'last'])
        .default('none'),
    );
  addJsonOption(command)
    .addHelpText('after', examples('disalign export calibration.safetensors --model model.onnx -o calibrated.onnx'))
    .action((calibration: string, options: Options) => exportCalibration(calibration, options, context));
}

async function exportCalibration(calibration: string, options: Options, context: CommandContext): Promise<void> {
  const { json, ...rest } = options;
  const { exportOnnx } = await import('./export-onnx.js');
  const classifier = await exportOnnx({ calibration, ...rest });
  const { output } = options;
  context.sayResult({ json, value: { output, classifier }, text: () => exportText(output, classifier) });
}

function exportText(output: string, { tensor, classes, featureSize }: ClassifierCandidate): string {
  return `Written: ${output}, calibrated at tensor ${tensor} (${classes} logits of ${featureSize} features)`;
}
