import { FileFormatError } from '@disalign/core';
import { z } from 'zod';
import { backboneSettingsSchema } from '../backbones/backbone-settings-schema.js';
import type { ClassifierDescription, HeadSettings } from './trained-classifier.js';

const format = 'disalign-classifier';
const version = '1';

const size = z.int().min(1);
const headSettings: z.ZodType<HeadSettings> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('linear') }),
  z.strictObject({ kind: z.literal('cosine'), scale: z.enum(['constant', 'learned']).optional() }),
]);
const range = z.tuple([z.number().positive(), z.number().positive()]);
const share = z.number().min(0).max(1).optional();
const photographAugmentation = z.strictObject({
  kind: z.literal('photograph'),
  area: range.optional(),
  aspectRatio: range.optional(),
  flip: share,
  brightness: share,
  contrast: share,
  saturation: share,
});
const augmentation = z.strictObject({
  shift: z.number().min(0).optional(),
  rotation: z.number().min(0).optional(),
  scale: z.number().min(1).optional(),
  flip: z.boolean().optional(),
});
const training = z.strictObject({
  seed: z.int(),
  epochs: size,
  batchSize: size,
  learningRate: z.number().positive(),
  momentum: z.number().min(0).max(1),
  // Files of before these were settings had no others.
  nesterov: z.boolean().default(true),
  weightDecay: z.number().min(0),
  warmUpSteps: z.int().min(0),
  scheduledPer: z.enum(['step', 'epoch']).default('step'),
  sampler: z
    .enum(['instance-balanced', 'square-root', 'class-balanced', 'progressively-balanced'])
    .default('instance-balanced'),
  head: headSettings,
  augmentation: z.union([photographAugmentation, augmentation]).nullable(),
});
const accuracy = z.number().min(0).max(1).nullable();
const metrics = z.strictObject({
  lastEpochLoss: z.number(),
  accuracy: z.record(
    z.string(),
    z.strictObject({
      accuracy,
      meanClassAccuracy: z.strictObject({ overall: accuracy, many: accuracy, medium: accuracy, few: accuracy }),
    }),
  ),
});
const description: z.ZodType<ClassifierDescription> = z.strictObject({
  backbone: backboneSettingsSchema,
  classNames: z.array(z.string()).min(1),
  trainCounts: z.array(z.int().min(0)),
  image: z.strictObject({ height: size, width: size, channels: size, standardization: z.literal('per-image') }),
  dataSet: z.strictObject({
    name: z.string(),
    options: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  }),
  training,
  environment: z.strictObject({
    backend: z.string(),
    device: z.string().optional(),
    versions: z.record(z.string(), z.string()),
  }),
  metrics,
});
const schema = z.strictObject({ description, headScale: z.number() });

/** All that a classifier's file says beside its tensors. */
export interface ClassifierMetadata {
  readonly description: ClassifierDescription;
  readonly headScale: number;
}

/** Metadata as safetensors holds it: strings by name. */
export function encodeClassifierMetadata(metadata: ClassifierMetadata): Record<string, string> {
  return { format, version, classifier: JSON.stringify(metadata) };
}

/** Reads it back. @throws FileFormatError naming the field, where it is not what `encodeClassifierMetadata` writes */
export function parseClassifierMetadata(metadata: Readonly<Record<string, string>>, file: string): ClassifierMetadata {
  const fail = (field: string, expected: string, got: string) =>
    new FileFormatError({ file, field: `metadata ${field}`, expected, got });
  for (const [field, expected] of Object.entries({ format, version })) {
    if (metadata[field] !== expected) throw fail(field, expected, metadata[field] ?? 'nothing');
  }
  const parsed = schema.safeParse(parseJson(metadata.classifier ?? ''));
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0];
    throw fail(['classifier', ...path].join('.'), 'what saveClassifier writes', message);
  }
  const { classNames, trainCounts, image, backbone } = parsed.data.description;
  if (trainCounts.length !== classNames.length) {
    throw fail('trainCounts', `a count for each of ${classNames.length} classes`, `${trainCounts.length}`);
  }
  if (image.channels !== backbone.channels) {
    throw fail('image.channels', `${backbone.channels}, as the backbone takes`, `${image.channels}`);
  }
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
