import { z } from 'zod';

const size = z.int().min(1);
const channels = size;
const stem = z.enum(['imagenet', 'cifar']);

/** The settings of every backbone this package builds, by name. */
export const backboneSettingsSchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('residual-glyph-net'), width: size, channels }),
  z.object({ name: z.literal('resnet32'), channels }),
  z.object({ name: z.literal('resnet'), depth: z.literal([10, 18, 34, 50, 101, 152]), width: size, stem, channels }),
  z.object({
    name: z.literal('resnext'),
    depth: z.literal([50, 101, 152]),
    groups: size,
    groupWidth: size,
    width: size,
    stem,
    channels,
  }),
]);
