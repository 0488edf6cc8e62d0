import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSafetensors, tensorToFloat64 } from '@disalign/core';
import { renderImage, type RawImage } from '@disalign/core/photographs';
import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { completePreprocessing } from './complete-preprocessing.js';
import { inputValues } from './input-values.js';
import type { Preprocessing } from './preprocessing.js';

const file = join(import.meta.dirname, 'fixtures/preprocessed.safetensors');
const { tensors, metadata } = parseSafetensors(readFileSync(file), file);
const [height, width] = tensors.get('picture')!.shape;
const picture: RawImage = { height, width, channels: 3, data: tensors.get('picture')!.data as Uint8Array };

const two = { height: 1, width: 2, channels: 3, data: Uint8Array.of(10, 20, 30, 40, 50, 60) };
const plain = { resize: null, scale: 1 } as const;

describe('inputValues', () => {
  it.each(Object.entries(JSON.parse(metadata.cases) as Record<string, Preprocessing>))(
    'equals torchvision: %s',
    (name, given) => {
      const preprocessing = completePreprocessing(given);
      const { shape, data } = inputValues([renderImage(picture, preprocessing.form)], preprocessing);
      const expected = tensors.get(name)!;
      expect(shape).toEqual(expected.shape);
      // torchvision rounds each step to float32: differences of numbers up to 2, or of bytes up to 255, after a mean is taken off.
      const absolute = given.scale === 1 ? 3e-5 : 5e-7;
      expectClose(data, tensorToFloat64(expected), { relative: 1e-6, absolute });
    },
  );

  it('lays out channels first or last, red or blue first', () => {
    const of = (more: Partial<Preprocessing>) => [
      ...inputValues([two], completePreprocessing({ ...plain, ...more })).data,
    ];
    expect(of({})).toEqual([10, 40, 20, 50, 30, 60]);
    expect(of({ layout: 'NHWC' })).toEqual([10, 20, 30, 40, 50, 60]);
    expect(of({ channels: 'BGR' })).toEqual([30, 60, 20, 50, 10, 40]);
    expect(of({ channels: 'BGR', layout: 'NHWC', mean: [1, 2, 3] })).toEqual([29, 18, 7, 59, 48, 37]);
  });

  it('fills up at right and bottom with 0 after normalising', () => {
    const grey = { height: 1, width: 3, channels: 1, data: Uint8Array.of(5, 6, 7) };
    const preprocessing = completePreprocessing({ ...plain, channels: 'grey', mean: [4], padTo: 2 });
    const { shape, data } = inputValues([grey, grey], preprocessing);
    expect(shape).toEqual([2, 1, 2, 4]);
    expect([...data]).toEqual([1, 2, 3, 0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0, 0]);
  });
});
