import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, FileFormatError, type StoredTensor } from '@disalign/core';
import { readSafetensors, writeSafetensors } from '@disalign/core/node';
import { expectClose } from '@disalign/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describedClassifier } from './fixtures/described-classifier.js';
import { loadClassifier } from './load-classifier.js';
import { saveClassifier } from './save-classifier.js';
import type { ClassifierDescription } from './trained-classifier.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'classifier-'));
});
afterAll(() => rm(folder, { recursive: true }));

const classifier = describedClassifier();

/** A file in which `change` has changed the tensors or the metadata. */
async function changedFile(change: (tensors: Map<string, StoredTensor>, metadata: Record<string, string>) => void) {
  const path = join(folder, 'changed.safetensors');
  await saveClassifier(path, classifier);
  const content = await readSafetensors(path);
  const [tensors, metadata] = [new Map(content.tensors), { ...content.metadata }];
  change(tensors, metadata);
  await writeSafetensors(path, tensors, metadata);
  return path;
}

type Mutable = { -readonly [Key in keyof ClassifierDescription]: ClassifierDescription[Key] };

/** A file whose description says something else. */
const changedDescription = (change: (description: Mutable) => void) =>
  changedFile((_, metadata) => {
    const content = JSON.parse(metadata.classifier) as { description: Mutable };
    change(content.description);
    metadata.classifier = JSON.stringify(content);
  });

describe('saveClassifier and loadClassifier', () => {
  it('give F32 back as it was', async () => {
    const path = join(folder, 'exact.safetensors');
    await saveClassifier(path, classifier);
    expect(await loadClassifier(path)).toEqual(classifier);
  });

  it('give a recipe for photographs back', async () => {
    const augmentation = { kind: 'photograph', area: [0.2, 1], flip: 0 } as const;
    const path = join(folder, 'photographs.safetensors');
    await saveClassifier(path, { ...classifier, training: { ...classifier.training, augmentation } });
    expect((await loadClassifier(path)).training.augmentation).toEqual(augmentation);
  });

  it('read a file that was written before samplers, schedules and momenta were settings', async () => {
    const path = await changedDescription(({ training }) => {
      for (const name of ['sampler', 'scheduledPer', 'nesterov']) Reflect.deleteProperty(training, name);
    });
    const { training } = await loadClassifier(path);
    expect(training).toMatchObject({ sampler: 'instance-balanced', scheduledPer: 'step', nesterov: true });
  });

  it('give F16 back rounded to 11 bits, in half the bytes', async () => {
    const [exact, half] = ['exact', 'half'].map((name) => join(folder, `${name}.safetensors`));
    await saveClassifier(exact, classifier);
    await saveClassifier(half, classifier, { dtype: 'F16' });
    const loaded = await loadClassifier(half);
    expect({ ...loaded, parameters: classifier.parameters, head: classifier.head }).toEqual(classifier);
    // Half a unit in the last of 11 bits; below 2^-14 halves are 2^-24 apart.
    const tolerance = { relative: 2 ** -11, absolute: 2 ** -25 };
    expectClose(loaded.head.weight, classifier.head.weight, tolerance);
    expect(loaded.head.weight).not.toEqual(classifier.head.weight);
    for (const [name, { data, shape }] of classifier.parameters) {
      expect(loaded.parameters.get(name)?.shape).toEqual(shape);
      expectClose(loaded.parameters.get(name)!.data, data, tolerance);
    }
    expect((await readFile(half)).length).toBeLessThan(0.75 * (await readFile(exact)).length);
  });

  it('keep a cosine head and its scale', async () => {
    const path = join(folder, 'cosine.safetensors');
    const head = { kind: 'cosine', weight: classifier.head.weight, bias: null, scale: 17.25 } as const;
    const cosine = { ...classifier, head, training: { ...classifier.training, head: { kind: 'cosine' } as const } };
    await saveClassifier(path, cosine);
    expect(await loadClassifier(path)).toEqual(cosine);
  });

  it('refuse to write what F16 cannot hold, or no number', async () => {
    const path = join(folder, 'never.safetensors');
    const withWeight = (value: number) => ({
      ...classifier,
      head: { ...classifier.head, weight: classifier.head.weight.with(1, value) },
    });
    await expect(saveClassifier(path, withWeight(65520), { dtype: 'F16' })).rejects.toThrow(
      new RangeError('saveClassifier: `head.weight` must be finite as F16, got 65520'),
    );
    await expect(saveClassifier(path, withWeight(NaN))).rejects.toThrow('must be finite as F32, got NaN');
    await expect(readFile(path)).rejects.toThrow('ENOENT');
    await saveClassifier(path, withWeight(65519), { dtype: 'F16' });
    expect((await loadClassifier(path)).head.weight[1]).toBe(65504);
  });
});

describe('loadClassifier', () => {
  const floats = (shape: number[], value: number): StoredTensor => ({
    dtype: 'F32',
    shape,
    data: new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(value),
  });

  it.each<[string, Parameters<typeof changedFile>[0], string]>([
    [
      'another format',
      (_, metadata) => (metadata.format = 'other'),
      'metadata format must be disalign-classifier, got other',
    ],
    ['a later version', (_, metadata) => (metadata.version = '2'), 'metadata version must be 1, got 2'],
    [
      'no description',
      (_, metadata) => delete metadata.classifier,
      'metadata classifier must be what saveClassifier writes',
    ],
    ['text that is no JSON', (_, metadata) => (metadata.classifier = '{'), 'metadata classifier must be'],
    [
      'a tensor too few',
      (tensors) => tensors.delete('backbone.bn1.bias'),
      'tensor backbone.bn1.bias must be there, got none',
    ],
    ['a tensor too many', (tensors) => tensors.set('x', floats([1], 0)), 'tensor x must be absent, got one'],
    [
      'a head of other classes',
      (tensors) => tensors.set('head.weight', floats([4, 8], 0)),
      'tensor head.weight must be [3,8], got [4,8]',
    ],
    ['another bias', (tensors) => tensors.set('head.bias', floats([4], 0)), 'tensor head.bias must be [3], got [4]'],
    [
      'a number that is none',
      (tensors) => tensors.set('head.bias', floats([3], NaN)),
      'tensor head.bias must be finite, got NaN at 0',
    ],
    [
      'a negative variance',
      (tensors) => tensors.set('backbone.bn1.running_var', floats([2], -1)),
      'tensor backbone.bn1.running_var must be at least 0, got a negative number',
    ],
    [
      'integers',
      (tensors) => tensors.set('head.bias', { dtype: 'I32', shape: [3], data: Int32Array.of(1, 2, 3) }),
      'tensor head.bias must be F32 or F16, got I32',
    ],
  ])('refuses %s', async (_, change, message) => {
    const path = await changedFile(change);
    await expect(loadClassifier(path)).rejects.toThrow(FileFormatError);
    await expect(loadClassifier(path)).rejects.toThrow(`${path}: ${message}`);
  });

  it.each<[string, (description: Mutable) => void, string]>([
    [
      'an unknown backbone',
      (d) => Object.assign(d, { backbone: { name: 'vgg' } }),
      'metadata classifier.description.backbone.name',
    ],
    [
      'counts of other classes',
      (d) => (d.trainCounts = [1]),
      'metadata trainCounts must be a count for each of 3 classes, got 1',
    ],
    ['images of other channels', (d) => (d.image = { ...d.image, channels: 3 }), 'metadata image.channels must be 1'],
    ['a field it does not know', (d) => Object.assign(d, { extra: 1 }), 'metadata classifier.description must be'],
    [
      'an accuracy over 1',
      (d) => Object.assign(d.metrics.accuracy.train, { accuracy: 2 }),
      'metadata classifier.description.metrics.accuracy.train.accuracy must be',
    ],
  ])('refuses %s', async (_, change, message) => {
    const path = await changedDescription(change);
    await expect(loadClassifier(path)).rejects.toThrow(FileFormatError);
    await expect(loadClassifier(path)).rejects.toThrow(`${path}: ${message}`);
  });

  it('reads a damaged file or refuses it by name, and throws nothing else', async () => {
    const path = join(folder, 'damaged.safetensors');
    await saveClassifier(path, classifier);
    const bytes = await readFile(path);
    const random = createRandom(11);
    let refused = 0;
    for (let mutant = 0; mutant < 150; mutant++) {
      const damaged = Uint8Array.from(bytes);
      // The header and the metadata stand in front.
      for (let i = 0; i < 3; i++) damaged[random.nextInt(Math.min(4000, bytes.length))] = random.nextInt(256);
      await writeFile(path, random.nextInt(4) === 0 ? damaged.subarray(0, random.nextInt(bytes.length)) : damaged);
      await loadClassifier(path).catch((error: unknown) => {
        expect(error).toBeInstanceOf(FileFormatError);
        refused++;
      });
    }
    expect(refused).toBeGreaterThan(75);
  });
});
