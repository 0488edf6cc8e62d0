import type { ImageForm } from '@disalign/core/photographs';
import { z } from 'zod';
import { preprocessingPresets, type Preprocessing, type PreprocessingPreset } from './preprocessing.js';

/** Preprocessing with every default filled in. */
export interface CompletePreprocessing extends Required<Preprocessing> {
  /** What pictures are brought to before they are normalised. */
  readonly form: ImageForm;
}

const side = z.int().positive();
const size = z.strictObject({ height: side, width: side });
const perChannel = z.array(z.number()).readonly();

const schema = z
  .strictObject({
    resize: z
      .union([
        size,
        z.strictObject({ shorter: side, longest: side.optional() }),
        z.strictObject({ long: side, short: side }),
      ])
      .nullable(),
    interpolation: z.enum(['bilinear', 'bicubic', 'bilinear-without-antialiasing']).default('bilinear'),
    crop: size.nullable().default(null),
    channels: z.enum(['RGB', 'BGR', 'grey']).default('RGB'),
    scale: z
      .number()
      .positive()
      .default(1 / 255),
    mean: perChannel.optional(),
    std: perChannel.optional(),
    layout: z.enum(['NCHW', 'NHWC']).default('NCHW'),
    padTo: side.default(1),
  })
  .check(({ value: { resize, crop, channels, mean, std }, issues }) => {
    const refuse = (path: string, message: string) =>
      issues.push({ code: 'custom', path: [path], message, input: path });
    const count = channels === 'grey' ? 1 : 3;
    if (mean && mean.length !== count) refuse('mean', `must have ${count} numbers, one a channel, got ${mean.length}`);
    if (std && std.length !== count) refuse('std', `must have ${count} numbers, one a channel, got ${std.length}`);
    if (std?.some((value) => !(value > 0))) refuse('std', `must be positive, got ${std.join(', ')}`);
    if (crop === null) return;
    const least = resize && leastSize(resize);
    if (least && crop.height <= least.height && crop.width <= least.width) return;
    const limit = least
      ? `fit into ${least.width} x ${least.height}, to which pictures are resized`
      : 'have a `resize` that is sure to be as large';
    refuse('crop', `must ${limit}, got ${crop.width} x ${crop.height}`);
  });

/**
 * Checks preprocessing that came from a file or a caller, and fills in the defaults.
 *
 * @param preprocessing a preset's name, or plain data
 * @throws RangeError naming the first entry that breaks a rule
 * @example
 * import { completePreprocessing } from '@disalign/onnx';
 * completePreprocessing({ resize: { height: 32, width: 32 } }).scale; // 1 / 255
 */
export function completePreprocessing(preprocessing: PreprocessingPreset | Preprocessing): CompletePreprocessing {
  if (typeof preprocessing === 'string' && !(preprocessing in preprocessingPresets)) {
    const names = Object.keys(preprocessingPresets).join(', ');
    throw new RangeError(`preprocessing: the preset must be one of ${names}, got ${preprocessing}`);
  }
  const given = typeof preprocessing === 'string' ? preprocessingPresets[preprocessing] : preprocessing;
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0];
    throw new RangeError(`preprocessing: \`${path.join('.') || 'preprocessing'}\`: ${message}`);
  }
  const count = parsed.data.channels === 'grey' ? 1 : 3;
  const fill = (value: number) => new Array<number>(count).fill(value);
  const { resize, crop, interpolation, mean = fill(0), std = fill(1) } = parsed.data;
  return { ...parsed.data, mean, std, form: { channels: count, resize, crop, interpolation } };
}

/** Size that no picture falls below after a rule; null where a picture of any size may come. */
function leastSize(resize: NonNullable<Preprocessing['resize']>) {
  if ('height' in resize) return resize;
  if ('shorter' in resize && resize.longest === undefined) return { height: resize.shorter, width: resize.shorter };
  return null;
}
