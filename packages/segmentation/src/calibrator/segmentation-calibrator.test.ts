import { identityCalibration } from '@disalign/core';
import { openFeatureShards } from '@disalign/core/node';
import { expectClose } from '@disalign/test-support';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runFeatureNetwork } from '../feature-maps/run-feature-network.js';
import { syntheticColors, syntheticNetwork, syntheticScenes } from '../fixtures/synthetic-scenes.js';
import { segmentImage } from '../inference/segment-image.js';
import type { ImageSize } from '../labels/label-map.js';
import { samplePixels } from '../sampling/sample-pixels.js';
import { writePixelShards } from '../sampling/write-pixel-shards.js';
import { scoreImages } from './score-images.js';
import { SegmentationCalibrator } from './segmentation-calibrator.js';

const inputSize = (size: ImageSize) => size;
const seenBy = (scenes: ReturnType<typeof syntheticScenes>) =>
  runFeatureNetwork(scenes, syntheticNetwork, { inputSize, colors: syntheticColors });
const training = seenBy(syntheticScenes(60, 1));
const heldOutScenes = syntheticScenes(30, 2);
const heldOut = seenBy(heldOutScenes);
const groups = ['head', 'body', 'body', 'tail', 'tail'] as const;
const classNames = ['wall', 'a', 'b', 'c', 'd'];
const settings = { rho: 1, validationFraction: 0 } as const;

describe('SegmentationCalibrator, on synthetic scenes', () => {
  const calibrator = new SegmentationCalibrator({ settings, classNames, groups });
  let fitted: Awaited<ReturnType<SegmentationCalibrator['fit']>>;
  beforeAll(async () => {
    fitted = await calibrator.fit({ train: await samplePixels(training), validationImages: heldOut });
  });

  it('raises mean accuracy on held-out images, most in the tail', () => {
    const { untouched, calibrated } = fitted.images!;
    expect(untouched.summary.mAcc).toBeLessThan(0.5);
    expect(calibrated.summary.mAcc).toBeGreaterThan(untouched.summary.mAcc! + 0.1);
    expect(calibrated.summary.groups!.tail.mAcc).toBeGreaterThan(untouched.summary.groups!.tail.mAcc! + 0.3);
  });

  it('chooses rho by IoU on validation pixels, and by class accuracy where that is asked for', async () => {
    const few = { pixelsPerImage: 32 };
    const data = { train: await samplePixels(training, few), validation: await samplePixels(heldOut, few) };
    const fitBy = (chooseBy?: 'class-accuracy') =>
      new SegmentationCalibrator({ settings: { rhoSearch: 'coarse-to-fine', ...(chooseBy && { chooseBy }) } }).fit(
        data,
      );
    const [byIou, byAccuracy] = [await fitBy(), await fitBy('class-accuracy')];
    for (const [fit, by] of [
      [byIou, 'iou'],
      [byAccuracy, 'class-accuracy'],
    ] as const) {
      expect(fit.settings.chooseBy).toBe(by);
      const best = Math.max(...fit.candidates.map(({ validationScore }) => validationScore!));
      expect(fit.candidates.find(({ rho }) => rho === fit.settings.rho)!.validationScore).toBe(best);
    }
    // Accuracy of rare classes is bought with pixels of frequent ones: it wants the stronger re-weighting.
    expect(byIou.settings.rho).toBeLessThan(byAccuracy.settings.rho);
  });

  it('evaluates images as the fit did, in every convention', async () => {
    const { counts, ...summaries } = await calibrator.evaluate(heldOut);
    const { counts: judged, ...judgedSummaries } = fitted.images!.calibrated;
    expect(counts.toJSON()).toEqual(judged.toJSON());
    expect(summaries).toEqual(judgedSummaries);
    expect(counts.images).toBe(30);
    expect(summaries.authors?.mAcc).toBeCloseTo(100 * summaries.summary.mAcc!, 2);
    expect(summaries.sceneParsing.meanIoU).toBeCloseTo(summaries.summary.mIoU!, 12);
    const [untouched] = await scoreImages(heldOut, [identityCalibration(5)]);
    expect(fitted.images!.untouched.counts.toJSON()).toEqual(untouched.toJSON());
  });

  it('predicts the class of the largest probability, at the size that is asked for', async () => {
    const maps = await heldOut.read(0);
    const cells = calibrator.predict(maps);
    const { data, channels } = calibrator.predictProbabilities(maps);
    for (let cell = 0; cell < cells.labels.length; cell++) {
      const values = [...data.subarray(cell * channels, (cell + 1) * channels)];
      // Rounded to float32.
      expectClose([values.reduce((a, b) => a + b, 0)], [1], { relative: 1e-6 });
      expect(values[cells.labels[cell]]).toBe(Math.max(...values));
    }
    const { image } = await heldOutScenes.read(0);
    const size = { height: image.height, width: image.width };
    const segmented = await segmentImage(image, calibrator.network(syntheticNetwork), {
      protocol: { inputSizes: () => [size], flip: false, windows: null, throughInput: true },
      colors: syntheticColors,
    });
    expect(calibrator.predict(maps, { size, inputSize: size })).toEqual(segmented);
    expect(() => calibrator.predict(maps, { size: { height: 0, width: 5 } })).toThrow(
      'SegmentationCalibrator.predict: height and width must be positive integers, got 0 and 5',
    );
  });

  it('is the same after its file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'segmentation-calibrator-'));
    const path = join(folder, 'calibration.safetensors');
    await calibrator.save(path);
    const loaded = await SegmentationCalibrator.load(path, { groups });
    await rm(folder, { recursive: true });
    expect(loaded.record).toEqual(calibrator.record);
    expect(loaded.record.classNames).toEqual(classNames);
    expect((await loaded.evaluate(heldOut)).authors).toEqual(fitted.images!.calibrated.authors);
  });

  it('fits pixels from shards as from memory', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'segmentation-shards-'));
    await writePixelShards(folder, training, { rowsPerShard: 1000 });
    const again = new SegmentationCalibrator({ settings, classNames });
    const { images } = await again.fit({ train: await openFeatureShards(`${folder}/*.safetensors`) });
    await rm(folder, { recursive: true });
    expect(images).toBeNull();
    expect(again.record).toEqual(calibrator.record);
  });

  it("follows the authors' recipe, whose confidence is rectified, with a prior of its own", async () => {
    const authors = new SegmentationCalibrator({ settings: 'authors', groups });
    const train = await samplePixels(training, { pixelsPerImage: 16, sampling: 'uniform-all' });
    const counts = [7000, 1800, 750, 300, 150];
    const { images, settings: used, kernel } = await authors.fit({ train, counts, validationImages: heldOut });
    expect(used).toMatchObject({ rho: 0.2, reduction: 'all', confidenceForm: 'rectified', validationFraction: 0 });
    // One step a pass.
    expect(used.optimizer).toMatchObject({ epochs: 4000, batchSize: 4096, learningRate: { scale: 0.01 } });
    expect([kernel, authors.record.fit?.counts]).toEqual(['host-float64', counts]);
    expect(authors.record.calibration.confidence?.form).toBe('rectified');
    expect(images!.calibrated.summary.mAcc).toBeGreaterThan(images!.untouched.summary.mAcc! + 0.02);
    const confidence = authors.confidence(await heldOut.read(0));
    expect(Math.min(...confidence.data)).toBeGreaterThanOrEqual(0.5);
  });

  it('refuses to predict before it is fitted, names and groups for other classes, and images without a label', async () => {
    const train = await samplePixels(training, { pixelsPerImage: 1 });
    expect(() => new SegmentationCalibrator().record).toThrow('it must be fitted or loaded first');
    await expect(new SegmentationCalibrator({ classNames: ['a'] }).fit({ train })).rejects.toThrow(
      '`classNames` must hold 5 entries, one a class, got 1',
    );
    await expect(new SegmentationCalibrator({ groups: ['head'] }).fit({ train })).rejects.toThrow(
      '`groups` must hold 5 entries, one a class, got 1',
    );
    await expect(calibrator.evaluate({ ...heldOut, count: 0 })).rejects.toThrow('must hold a labelled pixel, got none');
  });

  it('stays as it was when a fit, or the judgement of it, fails', async () => {
    const before = calibrator.record;
    const train = await samplePixels(training, { pixelsPerImage: 4 });
    const validationImages = { count: 1, read: () => Promise.reject(new Error('no such image')) };
    await expect(calibrator.fit({ train, validationImages })).rejects.toThrow('no such image');
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(calibrator.fit({ train }, { signal })).rejects.toThrow('enough');
    expect(calibrator.record).toBe(before);
  });
});
