import type { CalibrationForm } from '@disalign/core';
import { Option, type Command } from 'commander';
import type { CommandContext } from '../command-line/command-context.js';
import { addJsonOption, examples } from '../command-line/common-options.js';

interface Options {
  readonly form: CalibrationForm;
  readonly prefix?: string;
  readonly background?: 'first' | 'last';
  readonly classNames?: string;
  readonly output: string;
  readonly json: boolean;
}

/** Adds `disalign import`. */
export function addImportCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('import')
    .summary('the calibration in a PyTorch checkpoint')
    .description(
      "Reads logit_scale, logit_bias and confidence_layer from a checkpoint of the authors' code (cvpods, mmsegmentation), or of any network " +
        'with parameters of these names, and writes them as a calibration. Nothing in the checkpoint is executed.',
    )
    .argument('<checkpoint>', 'a .pth file of torch.save, PyTorch 1.6 or newer')
    .addOption(
      new Option(
        '--form <form>',
        "how they are meant: additive, the authors' code for classification; blend, for segmentation and detection",
      )
        .choices(['additive', 'blend'])
        .makeOptionMandatory(),
    )
    .option('--prefix <name>', 'what stands before logit_scale, where it is at several places')
    .addOption(
      new Option('--background <place>', 'detection: column among the logits that has no parameters').choices([
        'first',
        'last',
      ]),
    )
    .option('--class-names <file>', 'one name a line, or a JSON list')
    .option('-o, --output <file>', 'the calibration', 'calibration.safetensors');
  addJsonOption(command)
    .addHelpText(
      'after',
      examples(
        'disalign import model_final.pth --form additive -o calibration.safetensors',
        'disalign import mask_rcnn.pth --form blend --prefix roi_heads.box_predictor --background last',
      ),
    )
    .action((checkpoint: string, options: Options) => importOne(checkpoint, options, context));
}

async function importOne(
  checkpoint: string,
  { json, classNames, ...options }: Options,
  context: CommandContext,
): Promise<void> {
  const { importCheckpoint } = await import('./import-checkpoint.js');
  const { readClassNames } = await import('../files/read-class-names.js');
  const names = classNames === undefined ? undefined : await readClassNames(classNames);
  const { scale, confidence } = await importCheckpoint({ ...options, checkpoint, classNames: names });
  const { output, form } = options;
  const value = { output, form, classes: scale.length, features: confidence?.weight.length ?? null };
  const layer = confidence ? `a confidence layer of ${confidence.weight.length} features` : 'no confidence layer';
  context.sayResult({ json, value, text: () => `Written: ${output}, ${scale.length} classes, ${layer}` });
}
