import type { AnnotationFormat, IouType } from '@disalign/detection';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { CommandContext } from '../command-line/command-context.js';
import { addFeatureOptions, addJsonOption, examples, type FeatureOptions } from '../command-line/common-options.js';
import { nonNegativeList, wholeNumber } from '../command-line/option-values.js';
import { UsageError } from '../command-line/usage-error.js';

interface Options extends FeatureOptions {
  readonly calibration: string;
  readonly counts?: string;
  readonly groups?: { readonly head: number; readonly body: number; readonly tail: number };
  readonly annotations?: string;
  readonly format: AnnotationFormat;
  readonly iouType: IouType;
  readonly seed?: number;
  readonly json: boolean;
}

/** Adds `disalign evaluate`. */
export function addEvaluateCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('evaluate')
    .summary('what a calibration is worth on labelled rows')
    .description(
      'Compares a calibration with the logits as they came and with logit adjustment, by group, with 95 % intervals.',
    )
    .argument('<features...>', 'rows that the calibration was not fitted to: files or glob patterns')
    .requiredOption('-c, --calibration <file>', 'of disalign fit');
  addFeatureOptions(command)
    .option('--counts <file>', 'training samples of each class (default: those of the fit)')
    .option('--groups <sizes>', 'segmentation: numbers of head, body and tail classes, such as 20,55,75', groupSizes)
    .option('--annotations <file>', 'detection: ground truth of region shards, for AP')
    .addOption(new Option('--format <format>', 'of the annotations').choices(['lvis', 'coco']).default('lvis'))
    .addOption(
      new Option('--iou-type <type>', 'what is compared').choices(['bbox', 'segm', 'boundary']).default('bbox'),
    )
    .option('--seed <n>', 'of the bootstrap', wholeNumber);
  addJsonOption(command)
    .addHelpText(
      'after',
      examples(
        'disalign evaluate test.safetensors -c calibration.safetensors --json',
        "disalign evaluate 'regions/*.safetensors' -c c.safetensors --task detection --annotations lvis_v1_val.json",
      ),
    )
    .action((features: readonly string[], options: Options) => evaluate(features, options, context));
}

async function evaluate(features: readonly string[], options: Options, context: CommandContext): Promise<void> {
  const { annotations, format, iouType, json, ...rest } = options;
  if (annotations !== undefined && options.task !== 'detection') {
    throw new UsageError(`--annotations is for --task detection, got ${options.task}`);
  }
  const { evaluateFiles } = await import('./evaluate-files.js');
  const { evaluationText } = await import('./evaluation-text.js');
  const evaluation = await evaluateFiles({
    ...rest,
    features,
    annotations: annotations === undefined ? undefined : { annotations, format, iouType },
    signal: context.signal,
    onWarning: (message) => context.warn(message),
  });
  context.sayResult({ json, value: evaluation, text: () => evaluationText(evaluation, context.colors) });
}

function groupSizes(text: string) {
  const [head, body, tail, ...rest] = nonNegativeList(text);
  if (tail !== undefined && rest.length === 0) return { head, body, tail };
  throw new InvalidArgumentError(`It must be three numbers, got ${text}.`);
}
