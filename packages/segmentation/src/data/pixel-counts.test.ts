import { classWeights } from '@disalign/core';
import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { ade20kFile, ade20kSamples, readTable } from '../fixtures/ade20k-samples.js';
import type { LabelMap } from '../labels/label-map.js';
import { readLabelPng } from '../labels/read-label-png.js';
import { countPixels } from './count-pixels.js';
import { PixelCounts } from './pixel-counts.js';

const samples = Object.entries(ade20kSamples.images);
const split = {
  count: samples.length,
  readLabels: (row: number) => readLabelPng(ade20kFile(`annotations/${samples[row][0]}.png`)),
};
const row = (...labels: number[]): LabelMap => ({ height: 1, width: labels.length, labels: Uint8Array.from(labels) });

describe('countPixels', () => {
  it('counts the samples of ADE20K as numpy did, and tells how far it is', async () => {
    const progress: number[] = [];
    const counts = await countPixels(split, { onProgress: ({ done, total }) => progress.push(done / total) });
    const expected = new Float64Array(150);
    for (const [, { pixelsByPngValue }] of samples) {
      for (const [value, pixels] of Object.entries(pixelsByPngValue))
        if (value !== '0') expected[Number(value) - 1] += pixels;
    }
    expect(counts.pixels).toEqual(expected);
    expect(counts.unlabelled).toBe(samples.reduce((sum, [, image]) => sum + image.unlabelledPixels, 0));
    expect(counts.imagesOfClass[0]).toBe(3);
    expect(counts.imagesOfClass[102]).toBe(1);
    expect(progress).toEqual([1 / 3, 2 / 3, 1]);
  });

  it('merges parts that were counted apart', async () => {
    const whole = await countPixels(split);
    const first = await countPixels(split, { rows: { start: 0, end: 1 } });
    const merged = (await countPixels(split, { rows: { start: 1, end: 3 } })).merge(first);
    for (const of of ['pixels', 'imagesOfClass', 'images', 'unlabelled'] as const)
      expect(merged[of]).toEqual(whole[of]);
  });

  it('refuses rows that the split does not have, and passes on what a file lacks', async () => {
    await expect(countPixels(split, { rows: { start: 0, end: 4 } })).rejects.toThrow(
      'must be a range in 0..3, got 0..4',
    );
    await expect(countPixels(split, { rows: { start: 2, end: 1 } })).rejects.toThrow(RangeError);
    const broken = {
      count: 20,
      readLabels: (k: number) => (k === 3 ? Promise.reject(new Error('no file 3')) : split.readLabels(0)),
    };
    await expect(countPixels(broken)).rejects.toThrow('no file 3');
  });
});

describe('PixelCounts', () => {
  it('refuses labels that are no class, and counts nothing of that image', () => {
    const counts = new PixelCounts(2);
    expect(() => counts.add(row(0, 1, 2))).toThrow('`labels` must be below 2, or 255 for no class, got 2');
    expect([...counts.pixels, counts.images]).toEqual([0, 0, 0]);
    expect(() => counts.merge(new PixelCounts(3))).toThrow('must have 2 classes, got 3');
    expect(() => new PixelCounts(255)).toThrow('`classes` must be an integer in 1..254, got 255');
  });

  it('is a prior only where every class has a pixel', () => {
    const counts = new PixelCounts(2);
    counts.add(row(1, 1, 255));
    expect(() => counts.prior('folder', ['wall', 'flag'])).toThrow(
      'folder: pixels of class 0 (wall) must be at least one, to weigh the class, got none in 1 images',
    );
    counts.add(row(0));
    expect(counts.prior('folder')).toEqual([1, 2]);
  });

  it('gives the class weights of the exact training pixels', () => {
    const table = readTable('train-stats.tsv');
    const counts = new PixelCounts(150);
    for (const [k, { train_pixels: pixels }] of table.entries()) counts.pixels[k] = Number(pixels);
    const weights = classWeights(counts.prior('ADE20K'), { rho: 0.2, normalization: 'classes' });
    // The table has 8 decimals.
    expectClose(
      weights,
      table.map((columns) => Number(columns['grw_pixels_p0.2'])),
      { absolute: 0.5e-8 },
    );
  });
});
