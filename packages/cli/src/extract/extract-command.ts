import type { AnnotationFormat } from '@disalign/detection';
import type { ExecutionProvider } from '@disalign/onnx';
import type { PixelSampling } from '@disalign/segmentation';
import { Option, type Command } from 'commander';
import type { CommandContext } from '../command-line/command-context.js';
import { addJsonOption, examples } from '../command-line/common-options.js';
import { positiveInteger, wholeNumber } from '../command-line/option-values.js';
import { tasks, type Task } from '../tasks/task.js';

interface Options {
  readonly model: string;
  readonly preprocessing: string;
  readonly task: Task;
  readonly output: string;
  readonly root?: string;
  readonly classNames?: string;
  readonly split: 'training' | 'validation';
  readonly imageEnding: 'jpg' | 'png';
  readonly views: number;
  readonly pixelsPerImage?: number;
  readonly sampling?: PixelSampling;
  readonly format: AnnotationFormat;
  readonly boxes?: string;
  readonly deltas?: string;
  readonly background: 'first' | 'last';
  readonly regionsPerImage?: number;
  readonly seed?: number;
  readonly batchSize?: number;
  readonly classifier?: string;
  readonly features?: 'normalized' | 'raw';
  readonly provider?: ExecutionProvider;
  readonly threads?: number;
  readonly json: boolean;
}

/** Adds `disalign extract`. */
export function addExtractCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('extract')
    .summary('features and logits of pictures by an ONNX model')
    .description(
      'Runs pictures through an ONNX model and writes features, logits and labels as shards. The same command goes on after an ' +
        'interruption. It needs onnxruntime-node: npm install onnxruntime-node.',
    )
    .argument(
      '<images>',
      'a folder with one folder for each class, or a list with a "path label" on each line; segmentation: a folder in the layout of ' +
        'ADE20K; detection: annotations of LVIS or COCO',
    )
    .requiredOption('-m, --model <file>', 'the ONNX model')
    .requiredOption('-p, --preprocessing <name>', 'torchvision, timm, mmseg, detectron2, or a YAML or JSON file')
    .requiredOption('-o, --output <folder>', 'of the shards')
    .addOption(new Option('--task <task>', 'what the rows are').choices(tasks).default('classification'));
  addPictureOptions(command);
  addRegionOptions(command);
  addModelOptions(command);
  addJsonOption(command)
    .addHelpText(
      'after',
      examples(
        'disalign extract pictures/train -m model.onnx -p torchvision --views 4 -o train',
        'disalign extract lists/test.txt --root pictures -m model.onnx -p preprocessing.yaml -o test',
        'disalign extract ADEChallengeData2016 --task segmentation -m fcn.onnx -p mmseg -o pixels',
        'disalign extract lvis_v1_val.json --root coco --task detection -m rcnn.onnx -p detectron2 --boxes proposals --deltas deltas -o regions',
      ),
    )
    .action((images: string, options: Options) => extract(images, options, context));
}

function addPictureOptions(command: Command): void {
  command
    .option('--root <folder>', 'that the paths of a list or of annotations are relative to (default: that of the list)')
    .option('--class-names <file>', 'in class order, one a line (default: the folders)')
    .option('--views <n>', 'the picture itself, and n - 1 drawn views of it', positiveInteger, 1)
    .addOption(new Option('--split <name>', 'segmentation').choices(['training', 'validation']).default('training'))
    .addOption(new Option('--image-ending <ending>', 'segmentation').choices(['jpg', 'png']).default('jpg'))
    .option('--pixels-per-image <n>', 'segmentation (default: 128)', positiveInteger)
    .addOption(
      new Option('--sampling <kind>', 'segmentation: which pixels').choices(['uniform', 'uniform-all', 'per-class']),
    )
    .option('--seed <n>', 'of views, pixels and regions', wholeNumber);
}

function addRegionOptions(command: Command): void {
  command
    .option('--boxes <tensor>', 'detection: of the proposals, [R, 4] or [R, 5]')
    .option('--deltas <tensor>', 'detection: of what moves them; without it, the boxes are final')
    .addOption(new Option('--background <place>', 'detection: its column').choices(['first', 'last']).default('last'))
    .addOption(new Option('--format <format>', 'of annotations').choices(['lvis', 'coco']).default('lvis'))
    .option(
      '--regions-per-image <n>',
      'detection: drawn as in training, for a fit (default: all, which AP needs)',
      positiveInteger,
    );
}

function addModelOptions(command: Command): void {
  command
    .option('--classifier <tensor>', 'tensor of logits, where the model has several that fit')
    .addOption(
      new Option('--features <kind>', 'of a cosine head: raw, before they are divided by their length').choices([
        'normalized',
        'raw',
      ]),
    )
    .option('--batch-size <n>', 'pictures that run at once (default: 32)', positiveInteger)
    .addOption(new Option('--provider <name>', 'what computes').choices(['cpu', 'webgpu', 'cuda']))
    .option('--threads <n>', 'of one run on the processor', positiveInteger);
}

async function extract(images: string, options: Options, context: CommandContext): Promise<void> {
  const { extractFiles } = await import('./extract-files.js');
  const { readPreprocessing } = await import('./read-preprocessing.js');
  const { readClassNames } = await import('../files/read-class-names.js');
  const { runtimeProblems } = await import('./runtime-problems.js');
  const { json, preprocessing, classNames, ...rest } = options;
  const prepared = {
    ...{ ...rest, images },
    preprocessing: await readPreprocessing(preprocessing),
    classNames: classNames === undefined ? undefined : await readClassNames(classNames),
  };
  const onProgress = ({ done, total }: { done: number; total: number }) =>
    context.progress.update('extract', `${done} of ${total}`, done / total);
  const extracted = await runtimeProblems(extractFiles({ ...prepared, onProgress, signal: context.signal }));
  const { files, rows } = extracted;
  context.sayResult({
    json,
    value: extracted,
    text: () => `Written: ${rows} rows in ${files.length} files, ${options.output}/*.safetensors`,
  });
}
