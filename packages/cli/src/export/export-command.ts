import type { BackgroundPlace } from '@disalign/onnx';
import { Option, type Command } from 'commander';
import type { CommandContext } from '../command-line/command-context.js';
import { addJsonOption, examples } from '../command-line/common-options.js';
import { UsageError } from '../command-line/usage-error.js';

type Format = 'onnx' | 'pytorch' | 'tfjs';

interface Options {
  readonly format: Format;
  readonly model?: string;
  readonly output?: string;
  readonly classifier?: string;
  readonly features?: 'normalized' | 'raw';
  readonly background: BackgroundPlace;
  readonly json: boolean;
}

const defaultOutputs: Readonly<Record<Format, string>> = {
  onnx: 'calibrated.onnx',
  pytorch: 'calibration-pytorch.safetensors',
  tfjs: 'calibrated-model',
};

/** Adds `disalign export`. */
export function addExportCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('export')
    .summary('put a calibration into a model, or write it for PyTorch')
    .description(
      'onnx: writes a model with the calibration behind its classifier; the calibrated logits take the old name, and every other byte ' +
        'stays. tfjs: the same for a folder with model.json. pytorch: logit_scale, logit_bias and confidence_layer as safetensors.',
    )
    .argument('<calibration>', 'of disalign fit')
    .addOption(new Option('--format <format>', 'what is written').choices(['onnx', 'pytorch', 'tfjs']).default('onnx'))
    .option('-m, --model <file>', 'the ONNX model, or the folder of a TensorFlow.js one, as it was')
    .option('-o, --output <file>', 'what is written (default: calibrated.onnx and the like)')
    .option('--classifier <tensor>', 'of logits, where the model has several that fit (disalign inspect lists them)')
    .addOption(
      new Option('--features <kind>', 'onnx, of a cosine head: raw, before they are divided by their length').choices([
        'normalized',
        'raw',
      ]),
    )
    .addOption(
      new Option('--background <place>', 'onnx: of a column that the calibration does not have')
        .choices(['none', 'first', 'last'])
        .default('none'),
    );
  addJsonOption(command)
    .addHelpText(
      'after',
      examples(
        'disalign export calibration.safetensors --model model.onnx -o calibrated.onnx',
        'disalign export calibration.safetensors --format pytorch -o for-pytorch.safetensors',
        'disalign export calibration.safetensors --format tfjs --model web-model -o calibrated-web-model',
      ),
    )
    .action((calibration: string, options: Options) => exportCalibration(calibration, options, context));
}

async function exportCalibration(calibration: string, options: Options, context: CommandContext): Promise<void> {
  const { json, format, output = defaultOutputs[format] } = options;
  const { tensor } = await exportAs(format, { ...options, calibration, output });
  const place = tensor === null ? '' : `, calibrated at tensor ${tensor}`;
  context.sayResult({ json, value: { output, format, tensor }, text: () => `Written: ${output}${place}` });
}

/** @returns the tensor of logits that was calibrated, where that is known */
async function exportAs(
  format: Format,
  options: Options & { readonly calibration: string; readonly output: string },
): Promise<{ tensor: string | null }> {
  const { calibration, output, model, classifier, features, background } = options;
  if (format === 'pytorch') {
    const { exportPytorch } = await import('./export-pytorch.js');
    await exportPytorch({ calibration, output });
    return { tensor: null };
  }
  if (model === undefined) throw new UsageError(`--model is needed for --format ${format}`);
  if (format === 'tfjs') {
    const { exportTfjs } = await import('./export-tfjs.js');
    await exportTfjs({ calibration, model, output, classifier });
    return { tensor: classifier ?? null };
  }
  const { exportOnnx } = await import('./export-onnx.js');
  return exportOnnx({ calibration, model, output, classifier, features, background });
}
