import { z } from 'zod';

const channels = z.int().min(1);

/** The settings of every backbone this package builds, by name. */
export const backboneSettingsSchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('residual-glyph-net'), width: z.int().min(1), channels }),
  z.object({ name: z.literal('resnet32'), channels }),
]);
