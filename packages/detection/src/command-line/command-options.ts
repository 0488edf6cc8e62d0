import { parseArgs } from 'node:util';
import { z } from 'zod';

/** Thrown for a command line that says what cannot be. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const usage = `disalign-eval lvis|coco --gt FILE --dt FILE [OPTIONS]

Evaluates detections by the rules of LVIS or COCO, to the numbers of the official code.

  --gt FILE            annotations: the JSON of LVIS v0.5 or v1, or of COCO
  --dt FILE            results: a list of image_id, category_id, score, and bbox or segmentation
  --iou-type TYPE      bbox (default), segm, or boundary (LVIS challenge 2021)
  --mask-areas         areas of the masks, though the results have boxes
  --official-quirks    the bugs of the official code too; without, what it overlooks is an error
  --per-category       a line for each category
  --json FILE          all numbers, in full
  --save-visuals DIR   draws images with ground truth and detections there, as PNG; takes --images
  --images DIR         the images, named by their ids as those of COCO: 000000000139.jpg
  --before FILE        results before a calibration, drawn beside those of --dt
  --visuals N          so many images at most. Default 20
  --help               says this

LVIS:
  --max-dets N         the best N of each image; negative: all. Default 300
  --fixed              AP_fixed: the best 10,000 of each category, all of an image
  --pool               AP_pool: all categories of a group on one ranking

Exit status: 0; 2 for a file or a command line that is wrong, with one line that says what.
`;

const optionsSchema = z.object({
  gt: z.string('is required').min(1),
  dt: z.string('is required').min(1),
  'iou-type': z.enum(['bbox', 'segm', 'boundary'], 'must be bbox, segm or boundary').default('bbox'),
  'max-dets': z
    .string()
    .regex(/^-?\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .default(300),
  'mask-areas': z.boolean().default(false),
  'official-quirks': z.boolean().default(false),
  'per-category': z.boolean().default(false),
  json: z.string().min(1).optional(),
  'save-visuals': z.string().min(1).optional(),
  images: z.string().min(1).optional(),
  before: z.string().min(1).optional(),
  visuals: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'must be a whole number from 1')
    .transform(Number)
    .default(20),
  fixed: z.boolean().default(false),
  pool: z.boolean().default(false),
});

/** What a command line asks for. */
export type CommandOptions = z.output<typeof optionsSchema> & { readonly format: 'lvis' | 'coco' };

/** @returns 'help' where that is asked for. @throws UsageError naming the option, the rule and what came */
export function commandOptions(args: readonly string[]): CommandOptions | 'help' {
  const { values, positionals } = parse(args);
  if (values.help === true) return 'help';
  const [format] = positionals;
  if (positionals.length !== 1 || (format !== 'lvis' && format !== 'coco')) {
    throw new UsageError(`the first argument must be lvis or coco, got ${positionals.join(' ') || 'nothing'}`);
  }
  const result = optionsSchema.safeParse(values);
  if (!result.success) {
    const { path, message } = result.error.issues[0];
    throw new UsageError(`--${path.join('.')} ${message}`);
  }
  const options = result.data;
  const onlyLvis = ['max-dets', 'fixed', 'pool'].filter((name) => name in values);
  if (options['iou-type'] === 'boundary') onlyLvis.push('iou-type boundary');
  if (format === 'coco' && onlyLvis.length > 0) throw new UsageError(`--${onlyLvis[0]} is for lvis only`);
  checkVisuals(values);
  return { ...options, format };
}

function checkVisuals(values: Readonly<Record<string, unknown>>): void {
  if ('save-visuals' in values) {
    if (!('images' in values)) throw new UsageError('--save-visuals takes --images, the folder of the images');
    return;
  }
  const alone = ['images', 'before', 'visuals'].find((name) => name in values);
  if (alone !== undefined) throw new UsageError(`--${alone} takes --save-visuals, the folder to draw to`);
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: joinNegative(args),
      allowPositionals: true,
      options: {
        gt: text,
        dt: text,
        'iou-type': text,
        'max-dets': text,
        'mask-areas': flag,
        'official-quirks': flag,
        'per-category': flag,
        json: text,
        'save-visuals': text,
        images: text,
        before: text,
        visuals: text,
        fixed: flag,
        pool: flag,
        help: flag,
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message.split('\n')[0] : String(error));
  }
}

/** `--max-dets -1` would be two options to Node. */
function joinNegative(args: readonly string[]): string[] {
  const at = args.indexOf('--max-dets');
  if (at < 0 || !/^-\d+$/.test(args[at + 1] ?? '')) return [...args];
  return [...args.slice(0, at), `--max-dets=${args[at + 1]}`, ...args.slice(at + 2)];
}
