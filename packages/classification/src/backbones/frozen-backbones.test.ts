import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expectClose, presentBackends, startTestBackend } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { backboneSettingsSchema } from './backbone-settings-schema.js';
import { createBackbone } from './create-backbone.js';
import { scatter, scatteredParameters } from './fixtures/scattered-parameters.js';

// Made by tools/goldens/make_backbone_goldens.py.
const readGoldens = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8'));
const goldens = z
  .array(
    z.object({
      title: z.string(),
      settings: backboneSettingsSchema,
      imageShape: z.tuple([z.int(), z.int(), z.int(), z.int()]),
      features: z.array(z.number()),
    }),
  )
  .parse(readGoldens('frozen-backbone-goldens.json'));
const listings = z
  .array(
    z
      .object({ settings: backboneSettingsSchema, tensors: z.int(), trained: z.int(), sha256: z.string() })
      .transform((listing) => ({
        ...listing,
        title: `${listing.settings.name} ${'depth' in listing.settings ? listing.settings.depth : ''}`,
      })),
  )
  .parse(readGoldens('state-dict-goldens.json'));

const backends = presentBackends().filter((name) => name !== 'webgpu');

describe.each(backends)('frozen backbones on %s', (backendName) => {
  // 4 GFLOP at 224 x 224: in plain JavaScript the narrow ones stand for the layers.
  const cases = goldens.filter(
    ({ settings }) => backendName !== 'cpu' || !('width' in settings && settings.width === 64),
  );

  it.each(cases)('give what torchvision gives, and leave nothing behind: $title', async (golden) => {
    await startTestBackend(backendName);
    const before = tf.memory().numTensors;
    const backbone = createBackbone(golden.settings);
    const [count, channels, height, width] = golden.imageShape;
    const pixels = scatter(1000, count * channels * height * width).map((value) => 2 * value - 1);
    const frozen = backbone.freeze(scatteredParameters(backbone.parameters));
    const features = tf.tidy(() =>
      frozen.extractFeatures(tf.transpose<tf.Tensor4D>(tf.tensor4d(pixels, golden.imageShape), [0, 2, 3, 1])),
    );
    expect(features.shape).toEqual([count, backbone.featureSize]);
    expectClose(await features.data(), golden.features, { relativeToLargest: 1e-5 });
    features.dispose();
    frozen.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('residual networks', () => {
  it.each(listings)('hold the tensors of torchvision: $title', ({ settings, tensors, trained, sha256 }) => {
    const { parameters } = createBackbone(settings);
    const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);
    expect(parameters).toHaveLength(tensors);
    expect(parameters.reduce((sum, { shape, trainable }) => sum + (trainable ? sizeOf(shape) : 0), 0)).toBe(trained);
    const lines = parameters.map(({ name, shape }) => `${name} [${shape.toReversed()}]\n`);
    expect(createHash('sha256').update(lines.join('')).digest('hex')).toBe(sha256);
  });

  it('refuse groups without channels', () => {
    expect(() =>
      createBackbone({
        name: 'resnext',
        depth: 50,
        groups: 32,
        groupWidth: 4,
        width: 8,
        stem: 'imagenet',
        channels: 3,
      }),
    ).toThrow(new RangeError('resNeXt: `width` must be at least 16, 64 / `groupWidth`, got 8'));
  });
});
