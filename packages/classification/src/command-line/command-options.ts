import { parseArgs } from 'node:util';
import { backendNames } from '@disalign/core';
import { z } from 'zod';
import { namedBackbones } from './named-backbones.js';

/** Thrown for a command line that says what cannot be. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const dataSets = ['imagenet-lt', 'places-lt', 'inaturalist-2018', 'folder'] as const;

export const usage = `disalign-features --data-set NAME --backbone NAME --weights FILE --out FOLDER [OPTIONS]

Runs a frozen network over the pictures of a data set, and writes features, logits and labels as shards: FOLDER/train, FOLDER/validation and
FOLDER/test. A run that was interrupted goes on where it was.

  --data-set NAME      ${dataSets.join(', ')}; folder: a sub-folder for each class
  --backbone NAME      ${Object.keys(namedBackbones).join(', ')}
  --weights FILE       state dict in safetensors, with torchvision's names; head fc
  --out FOLDER         where the shards are written

  --root FOLDER        where the pictures are; default: where the data set is looked for
  --lists FOLDER       imagenet-lt, places-lt: where the list files are; default: with the pictures
  --splits A,B,C       folder: sub-folders of training, validation and test; the last ones may be left out
  --subset             takes data sets that are not all there
  --skip-bad-images    leaves out pictures that are not there or cannot be decoded, and lists them
  --head KIND          linear, or cosine:SCALE; default linear
  --head-name NAME     default fc
  --size PIXELS        side of the images; default 224
  --views N            views of each training picture, the first as it is for evaluation; default 2
  --seed N             draws the other views; default 0
  --batch-size N       default 32
  --backend NAME       auto, ${backendNames.join(', ')}; default auto
  --help               says this

Exit status: 0; 2 for a file or a command line that is wrong, with one line that says what; 130 when it was interrupted.
`;

const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/, 'must be a whole number')
  .transform(Number);
const positiveNumber = wholeNumber.refine((value) => value > 0, 'must be at least 1');
const text = z.string('is required').min(1, 'must not be empty');

const head = z
  .string()
  .regex(/^(linear|cosine:\d+(\.\d+)?)$/, 'must be linear or cosine:SCALE')
  .transform((value) =>
    value === 'linear'
      ? { kind: 'linear' as const }
      : { kind: 'cosine' as const, scale: Number(value.slice('cosine:'.length)) },
  );

const oneOf = <Name extends string>(names: readonly [Name, ...Name[]]) =>
  z.enum(names, `must be of ${names.join(', ')}`);

const optionsSchema = z.object({
  'data-set': oneOf(dataSets),
  backbone: text.refine((name) => name in namedBackbones, `must be of ${Object.keys(namedBackbones).join(', ')}`),
  weights: text,
  out: text,
  root: text.optional(),
  lists: text.optional(),
  splits: text.optional(),
  subset: z.boolean().default(false),
  'skip-bad-images': z.boolean().default(false),
  head: head.default({ kind: 'linear' }),
  'head-name': text.default('fc'),
  size: positiveNumber.default(224),
  views: positiveNumber.default(2),
  seed: wholeNumber.default(0),
  'batch-size': positiveNumber.default(32),
  backend: oneOf(['auto', ...backendNames]).default('auto'),
});

/** What a command line asks for. */
export type CommandOptions = z.output<typeof optionsSchema>;

const flags = ['subset', 'skip-bad-images', 'help'];

/** @returns 'help' where that is asked for. @throws UsageError naming the option, the rule and what came */
export function commandOptions(args: readonly string[]): CommandOptions | 'help' {
  const values = parse(args);
  if (values.help === true) return 'help';
  const result = optionsSchema.safeParse(values);
  if (!result.success) {
    const { path, message } = result.error.issues[0];
    throw new UsageError(`--${path.join('.')} ${message}`);
  }
  const options = result.data;
  const isFolder = options['data-set'] === 'folder';
  if (isFolder && options.root === undefined) throw new UsageError('--root is required for folder');
  if (!isFolder && options.splits !== undefined) throw new UsageError('--splits is for folder only');
  return options;
}

function parse(args: readonly string[]): Record<string, string | boolean | undefined> {
  const names = [...Object.keys(optionsSchema.shape), 'help'];
  const options = Object.fromEntries(
    names.map((name) => [name, { type: flags.includes(name) ? ('boolean' as const) : ('string' as const) }]),
  );
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message.split('\n')[0] : String(error));
  }
}
