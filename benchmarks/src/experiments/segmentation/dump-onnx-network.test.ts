import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileFormatError } from '@disalign/core';
import { openFeatureShards } from '@disalign/core/node';
import { openFeatureMaps } from '@disalign/onnx';
import { ade20kFolder, longTailGroups, openFeatureMaps as openMapFiles } from '@disalign/segmentation';
import { absentEnvironments, expectClose } from '@disalign/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dumpOnnxNetwork, type OnnxNetwork } from './dump-onnx-network.js';
import { writeTinyDump } from './fixtures/write-tiny-dump.js';
import { runSegmentationArms } from './run-segmentation-arms.js';
import { segmentationArms } from './segmentation-arm.js';
import type { NamedSegmentationDump } from './segmentation-data.js';

const models = join(import.meta.dirname, '../../../../packages/onnx/src/fixtures/models');
// Five classes, as the scenes have; its input is 32 x 32.
const network: OnnxNetwork = {
  model: join(models, 'segformer-dynamo.onnx'),
  preprocessing: { resize: { height: 32, width: 32 }, scale: 1, mean: [120, 120, 120], std: [60, 60, 60] },
};

describe.skipIf('onnxruntime' in absentEnvironments())('dumpOnnxNetwork', () => {
  let root: string;
  let dump: NamedSegmentationDump;
  const shares: number[] = [];

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'onnx-dump-'));
    const { test, classes, imageEnding } = await writeTinyDump(root);
    const selection = { root: test.root, split: 'training' } as const;
    dump = { name: 'tiny', folder: join(root, 'maps'), selection, test, classes, imageEnding };
    await dumpOnnxNetwork(network, dump, { onProgress: (share) => shares.push(share) });
  }, 60_000);
  afterAll(() => rm(root, { recursive: true }));

  const splitsOf = async () =>
    (await ade20kFolder({ root: dump.test.root, classes: dump.classes, imageEnding: dump.imageEnding })).splits;

  it('writes maps of a fifth of the training images, pixels of the others, and maps of every test image', async () => {
    const { training, validation } = await splitsOf();
    // The middles of two halves of twelve images.
    expect((await readdir(join(dump.folder, 'selection'))).sort()).toEqual(
      [3, 9].map((row) => `${training.names[row]}.safetensors`),
    );
    expect(await readdir(join(dump.folder, 'test'))).toHaveLength(validation.count);
    const pixels = await openFeatureShards(join(dump.folder, 'pixels', '*.safetensors'));
    expect([pixels.featureSize, pixels.classes]).toEqual([12, 5]);
    // Up to 64 cells of 8 x 8 for each of ten images.
    expect(pixels.rows).toBeLessThanOrEqual(10 * 128);
    expect(shares.at(-1)).toBe(1);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
  });

  it('gives what the network gives', async () => {
    const { validation } = await splitsOf();
    const written = await (await openMapFiles(join(dump.folder, 'test'), validation)).read(2);
    const direct = await openFeatureMaps({ ...network, classes: 5 });
    const { image } = await validation.read(2);
    const { features, logits, inputSize } = await direct.read({ ...image, channels: 3, data: image.pixels });
    await direct.close();
    expect(written.inputSize).toEqual(inputSize);
    // F16 has 11 bits.
    expectClose(written.features.data, features.data, { relative: 2 ** -11, absolute: 2 ** -24 });
    expectClose(written.logits.data, logits.data, { relative: 2 ** -11, absolute: 2 ** -24 });
  });

  it('is what the arms of Table 6 run on', async () => {
    const arms = [
      segmentationArms[0],
      { ...segmentationArms[4], method: { kind: 'calibration', learn: {}, strengths: [0.3] } } as const,
    ];
    const groups = longTailGroups({ head: 2, body: 1, tail: 2 });
    const outcome = await runSegmentationArms({ dump, groups, backend: 'wasm' }, () => {}, arms);
    expect(outcome.selectionImages).toBe(2);
    expect(outcome.arms.map(({ test }) => test.length)).toEqual([8, 8]);
  });

  it('goes on with the first image that is not there, and leaves the others alone', async () => {
    const { validation } = await splitsOf();
    const [first, last] = [0, 7].map((row) => join(dump.folder, 'test', `${validation.names[row]}.safetensors`));
    const bytes = await readFile(last);
    await writeFile(first, 'kept');
    await rm(last);
    await dumpOnnxNetwork(network, dump);
    expect(await readFile(first, 'utf8')).toBe('kept');
    expect(await readFile(last)).toEqual(bytes);
  });

  it('refuses to mix networks, and a network of other classes', async () => {
    const other = { ...network, preprocessing: { resize: { height: 32, width: 32 } } };
    const mixed = dumpOnnxNetwork(other, dump);
    await expect(mixed).rejects.toThrow(FileFormatError);
    await expect(mixed).rejects.toThrow('network.json: content must be what');
    const six = { ...network, model: join(models, 'fcn-torchscript.onnx') };
    const elsewhere = { ...dump, folder: join(root, 'elsewhere') };
    await expect(dumpOnnxNetwork(six, elsewhere)).rejects.toThrow('5');
    expect(await readdir(root)).not.toContain('elsewhere');
  });

  it('ends where it is told to', async () => {
    const controller = new AbortController();
    const stopped = { ...dump, folder: join(root, 'stopped') };
    const run = dumpOnnxNetwork(network, stopped, {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    });
    await expect(run).rejects.toThrow('enough');
    expect(await readdir(join(stopped.folder, 'selection'))).toHaveLength(1);
  });
});
