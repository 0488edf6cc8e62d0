import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, FileFormatError, float32ToFloat16, type StoredTensor } from '@disalign/core';
import { openFeatureShards } from '@disalign/core/node';
import { decodePhotograph, drawView, renderImage, type DrawnView } from '@disalign/core/photographs';
import { absentEnvironments, bundleForNode, expectClose } from '@disalign/test-support';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { modelPath, modelValues } from '../fixtures/model-cases.js';
import { runModel } from '../fixtures/run-model.js';
import { writePictures } from '../fixtures/write-pictures.js';
import { completePreprocessing } from '../preprocessing/complete-preprocessing.js';
import { inputValues } from '../preprocessing/input-values.js';
import { extractFeatures, type ExtractFeaturesOptions } from './extract-features.js';
import type { ExtractionProgress } from './extraction-progress.js';

const sources = join(import.meta.dirname, '..');
const preprocessing = {
  resize: { shorter: 36 },
  crop: { height: 32, width: 32 },
  mean: [0.5, 0.4, 0.3],
  std: [0.2, 0.3, 0.4],
};
const resnet = { file: 'resnet-torchscript.onnx' };
const settings = { model: modelPath(resnet), preprocessing, views: 2, seed: 5, batchSize: 4, rowsPerShard: 6 } as const;

/** Logits of a picture as the model itself gives them, without any of the ways of an extraction. */
async function logitsOf(path: string, view?: DrawnView, dtype: 'F32' | 'F16' = 'F32'): Promise<Float64Array> {
  const model = dtype === 'F32' ? resnet : { file: 'resnet-float16.onnx' };
  const complete = completePreprocessing(preprocessing);
  const image = renderImage(await decodePhotograph(await readFile(path)), complete.form, view);
  const { input, outputs } = modelValues(model);
  const { shape, data } = inputValues([image], complete);
  const [logits] = Object.keys(outputs);
  const tensor: StoredTensor =
    dtype === 'F32' ? { dtype, shape, data } : { dtype, shape, data: Uint16Array.from(data, float32ToFloat16) };
  return (await runModel(modelPath(model), [input[0], tensor]))[logits].values;
}

async function filesIn(folder: string): Promise<Map<string, Buffer>> {
  const names = (await readdir(folder)).sort();
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)));
}

describe.skipIf('onnxruntime' in absentEnvironments())('extractFeatures', () => {
  let root: string;
  let images: { path: string; label: number }[];
  let whole: Map<string, Buffer>;
  let out: string;
  const run = (more: Partial<ExtractFeaturesOptions> = {}) => extractFeatures({ ...settings, images, out, ...more });
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'disalign-extract-'));
    await mkdir(join(root, 'pictures'));
    images = await writePictures(join(root, 'pictures'), 27);
    await extractFeatures({ ...settings, images, out: join(root, 'whole') });
    whole = await filesIn(join(root, 'whole'));
  });
  afterAll(() => rm(root, { recursive: true }));
  beforeEach(async () => {
    out = await mkdtemp(join(root, 'out-'));
  });

  it('gives each picture a row: label, logits of the model, in every view', async () => {
    const source = await openFeatureShards(join(root, 'whole/*.safetensors'));
    expect([source.rows, source.featureSize, source.classes, source.views]).toEqual([27, 16, 10, 2]);
    expect(await source.labels()).toEqual(Int32Array.from(images, ({ label }) => label));
    for (const row of [0, 7, 26]) {
      const drawn = drawView({ kind: 'photograph' }, createRandom(5, 1, row));
      for (const [view, form] of [undefined, drawn].entries()) {
        const { logits } = await source.read({ start: row, end: row + 1 }, view);
        expectClose(logits, await logitsOf(images[row].path, form), { relative: 1e-5, absolute: 1e-5 });
      }
    }
  });

  it('goes on after a kill, to the bytes of a run that was not interrupted', async () => {
    const { folder, script } = await bundleForNode(sources, {
      entry: {
        contents: `
      import { extractFeatures } from './extraction/extract-features.ts';
      const onProgress = ({ done }) => done >= 16 && process.kill(process.pid, 'SIGKILL');
      await extractFeatures({ ...JSON.parse(process.argv[2]), onProgress });
    `,
      },
    });
    const options = JSON.stringify({ ...settings, images, out });
    const { signal, stderr } = spawnSync(process.execPath, [script, options], { encoding: 'utf8' });
    await rm(folder, { recursive: true });
    expect([signal, stderr]).toEqual(['SIGKILL', '']);
    expect([...(await filesIn(out)).keys()]).toEqual(['features-00000.safetensors', 'features-00001.safetensors']);
    const told: ExtractionProgress[] = [];
    await run({ onProgress: (progress) => told.push(progress) });
    expect(await filesIn(out)).toEqual(whole);
    expect(told.map(({ done }) => done)).toEqual([12, 16, 20, 24, 27]);
  });

  it('leaves a complete set as it is, and takes no other options for it', async () => {
    await run();
    const before = await filesIn(out);
    await run();
    expect(await filesIn(out)).toEqual(before);
    await expect(run({ seed: 6 })).rejects.toThrow('`options` must be those of the shards that are there: metadata');
    await expect(run({ images: images.slice(0, 26) })).rejects.toThrow('`options` must be those');
  });

  it('takes pictures as they come', async () => {
    async function* listed() {
      yield* images;
    }
    await run({ images: listed() });
    expect(await filesIn(out)).toEqual(whole);
  });

  it('tells how far it is, at what rate, and how long it takes', async () => {
    const told: ExtractionProgress[] = [];
    await run({ onProgress: (progress) => told.push(progress) });
    expect(told[0]).toEqual({ done: 0, total: 27, imagesPerSecond: null, secondsLeft: null });
    for (const { done, imagesPerSecond, secondsLeft } of told.slice(1)) {
      expect(secondsLeft).toBeCloseTo((27 - done) / (imagesPerSecond ?? 0));
    }
  });

  it('stops between batches where it is aborted', async () => {
    const controller = new AbortController();
    const onProgress = ({ done }: ExtractionProgress) => done === 8 && controller.abort(new Error('enough'));
    await expect(run({ onProgress, signal: controller.signal })).rejects.toThrow('enough');
    await run();
    expect(await filesIn(out)).toEqual(whole);
  });

  it('fills the last batch up where the model takes a fixed number of images', async () => {
    const fixed = {
      ...preprocessing,
      resize: { shorter: 24 },
      crop: { height: 16, width: 16 },
      layout: 'NHWC',
    } as const;
    const model = modelPath({ file: 'keras-tf2onnx.onnx' });
    const { rows } = await run({ model, preprocessing: fixed, views: 1, images: images.slice(0, 5) });
    expect(rows).toBe(5);
    const source = await openFeatureShards(join(out, '*.safetensors'));
    expect([source.featureSize, source.classes]).toEqual([14, 9]);
  });

  it('runs models in float16 and with tensors in another file, and leaves nothing beside them', async () => {
    const folder = join(root, 'models');
    await mkdir(folder);
    const names = ['resnet-float16.onnx', 'external-data.onnx', 'external-data.bin'];
    for (const name of names) await writeFile(join(folder, name), await readFile(modelPath({ file: name })));
    const source = async (file: string) => {
      await run({ model: join(folder, file), out: join(out, file) });
      return (await openFeatureShards(join(out, file, '*.safetensors'))).read({ start: 0, end: 27 });
    };
    const expected = await (await openFeatureShards(join(root, 'whole/*.safetensors'))).read({ start: 0, end: 27 });
    expect((await source('external-data.onnx')).logits).toEqual(expected.logits);
    const half = (await source('resnet-float16.onnx')).logits.subarray(0, 10);
    expectClose(half, await logitsOf(images[0].path, undefined, 'F16'), { relative: 1e-2, absolute: 1e-2 });
    expect((await readdir(folder)).sort()).toEqual([...names].sort());
  });

  it.each<[string, Partial<ExtractFeaturesOptions>, string]>([
    ['views', { views: 0 }, '`views` must be a positive integer, got 0'],
    ['images', { images: [] }, '`images` must be at least one, got none'],
    [
      'sizes',
      { preprocessing: 'mmseg', views: 1 },
      '`preprocessing.crop` must be a size, so that all pictures have one',
    ],
    ['views', { preprocessing: { resize: { height: 32, width: 32 } } }, 'to which the views are brought, got null'],
    [
      'another input',
      { preprocessing: 'torchvision' },
      'input input must be 3 x 224 x 224, which the preprocessing gives, got 3 x 32 x 32',
    ],
    [
      'maps',
      { model: modelPath({ file: 'fcn-torchscript.onnx' }) },
      'one row for each of 4 images, got 4 x 16 x 8 x 8',
    ],
    ['a provider', { provider: 'cuda' }, 'provider cuda does not start: '],
  ])('refuses %s by name, and writes nothing', async (_, options, message) => {
    await expect(run(options)).rejects.toThrow(message);
    expect(await readdir(out)).toEqual([]);
  });

  it('names the list and the picture that cannot be read, and keeps what is done', async () => {
    const bad = join(root, 'bad.png');
    await writeFile(bad, (await readFile(images[0].path)).subarray(0, 300));
    const listed = [...images.slice(0, 14), { path: bad, label: 0, origin: 'train.txt:15' }];
    const error = await run({ images: listed }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FileFormatError);
    expect(String(error)).toContain(`train.txt:15: picture ${bad} must be a picture that can be decoded`);
    expect([...(await filesIn(out)).keys()]).toEqual(['features-00000.safetensors']);
  });
});
