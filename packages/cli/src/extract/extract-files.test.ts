import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openFeatureShards } from '@disalign/core/node';
import { extractFeatures, openFeatureMaps } from '@disalign/onnx';
import { samplePixels, writeLabelPng, ade20kFolder } from '@disalign/segmentation';
import { beforeAll, describe, expect, it } from 'vitest';
import { fcnPath, resnetPath } from '../fixtures/models.js';
import { runInProcess } from '../fixtures/run-in-process.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';
import { writePicture } from '../fixtures/write-picture.js';

const folder = temporaryFolder();
const place = (name: string) => join(folder.path, name);
const preprocessing = { resize: { shorter: 36 }, crop: { height: 32, width: 32 }, mean: [0.5, 0.4, 0.3] };
const names = Array.from({ length: 10 }, (_, k) => `class${k}`);
const rowsOf = async (name: string) => {
  const source = await openFeatureShards(place(`${name}/*.safetensors`));
  const views = Array.from({ length: source.views }, (_, view) => source.read({ start: 0, end: source.rows }, view));
  return Promise.all(views);
};

describe('disalign extract', () => {
  beforeAll(async () => {
    for (const [k, name] of names.entries()) {
      for (const n of [0, 1]) await writePicture(place(`pictures/${name}/${n}.png`), 2 * k + n);
    }
    await writeFile(place('preprocessing.json'), JSON.stringify(preprocessing));
  });

  it('extracts a folder of classes as the library does, in views, and is done the second time', async () => {
    const images = names.flatMap((name, label) =>
      [0, 1].map((n) => ({ path: place(`pictures/${name}/${n}.png`), label })),
    );
    await extractFeatures({ model: resnetPath, preprocessing, images, views: 2, seed: 3, out: place('direct') });
    const args = [
      'extract',
      place('pictures'),
      '-m',
      resnetPath,
      '-p',
      place('preprocessing.json'),
      '-o',
      place('rows'),
    ];
    const { code, stdout, stderr } = await runInProcess([...args, '--views', '2', '--seed', '3']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(`Written: 20 rows in 1 files, ${place('rows')}/*.safetensors\n`);
    expect(await rowsOf('rows')).toEqual(await rowsOf('direct'));
    const again = await runInProcess([...args, '--views', '2', '--seed', '3', '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({ rows: 20, classNames: names });
    const other = await runInProcess([...args, '--views', '2', '--seed', '4']);
    expect(other.code).toBe(2);
    expect(other.stderr.trimEnd()).not.toContain('\n');
  });

  it('extracts a list, and names its line where a picture cannot be read', async () => {
    await writeFile(place('list.txt'), 'class9/1.png 9\nclass0/0.png 0\n');
    const shared = ['--root', place('pictures'), '-m', resnetPath, '-p', place('preprocessing.json')];
    const { code } = await runInProcess(['extract', place('list.txt'), ...shared, '-o', place('listed')]);
    expect(code).toBe(0);
    const [listed] = await rowsOf('listed');
    const [all] = await rowsOf('direct');
    expect(listed.labels).toEqual(Int32Array.of(9, 0));
    expect(listed.logits.subarray(10)).toEqual(all.logits.subarray(0, 10));
    await writeFile(place('list.txt'), 'class9/1.png 9\nclass0/7.png 0\n');
    const missing = await runInProcess(['extract', place('list.txt'), ...shared, '-o', place('never')]);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain('list.txt:2: picture ');
    expect(await readdir(place('never'))).toEqual([]);
  });

  it('refuses a model of other classes, a preprocessing that is wrong, and a provider that is not here, in one line', async () => {
    await writeFile(place('wrong.yaml'), 'resize: { shorter: 36 }\ncrop: { height: 32, width: 32 }\nmean: [0.5]\n');
    const cases = [
      [['-m', fcnPath, '-p', place('preprocessing.json')], 'a classifier of 10 classes'],
      [['-m', resnetPath, '-p', place('wrong.yaml')], 'wrong.yaml: line 3, key mean must be '],
      [
        ['-m', resnetPath, '-p', place('preprocessing.json'), '--provider', 'cuda'],
        'onnxruntime-node: provider cuda does not start',
      ],
    ] as const;
    for (const [args, message] of cases) {
      const { code, stderr } = await runInProcess(['extract', place('pictures'), '-o', place('none'), ...args]);
      expect(stderr).toContain(message);
      expect(stderr).toMatch(/^disalign: .*\n$/);
      expect(code).toBe(2);
    }
  });

  it('draws pixels of a folder in the layout of ADE20K', async () => {
    for (const [at, split] of ['training', 'validation'].entries()) {
      for (const n of [0, 1]) {
        await writePicture(place(`scenes/images/${split}/${n}.png`), 50 + 2 * at + n, 32);
        await writePicture(place(`scenes/annotations/${split}/${n}.png`), 0, 2);
        const labels = Uint8Array.from({ length: 32 * 32 }, (_, pixel) => (pixel + n) % 6);
        await writeLabelPng(place(`scenes/annotations/${split}/${n}.png`), { height: 32, width: 32, labels });
      }
    }
    const table = Array.from({ length: 6 }, (_, k) => `${k + 1}\t0.1\t1\t1\tthing ${k}`);
    await writeFile(place('scenes/objectInfo150.txt'), ['Idx\tRatio\tTrain\tVal\tName', ...table, ''].join('\n'));
    await writeFile(place('plain.yaml'), 'resize: null\n');
    const args = [
      'extract',
      place('scenes'),
      '--task',
      'segmentation',
      '-m',
      fcnPath,
      '-p',
      place('plain.yaml'),
      '-o',
      place('pixels'),
    ];
    const outcome = await runInProcess([
      ...args,
      '--image-ending',
      'png',
      '--pixels-per-image',
      '20',
      '--split',
      'validation',
    ]);
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    const model = await openFeatureMaps({ model: fcnPath, preprocessing: { resize: null } });
    const { splits } = await ade20kFolder({ root: place('scenes'), classes: 6, imageEnding: 'png' });
    const direct = await samplePixels(
      {
        count: 2,
        read: async (row) => {
          const { image, labels } = await splits.validation.read(row);
          return { ...(await model.read({ ...image, channels: 3, data: image.pixels })), labels };
        },
      },
      { pixelsPerImage: 20 },
    );
    await model.close();
    expect(await rowsOf('pixels')).toEqual([await direct.read({ start: 0, end: 40 })]);
  });

  it('is the first step of a run', async () => {
    await writeFile(
      place('config.yaml'),
      [
        'output: out',
        `extract: { model: ${resnetPath}, preprocessing: ${JSON.stringify(preprocessing)}, train: pictures, test: pictures, views: 2 }`,
        'fit: { rho: 1, validationFraction: 0 }',
        `export: { model: ${resnetPath} }`,
      ].join('\n'),
    );
    const first = await runInProcess(['run', place('config.yaml'), '--json']);
    expect(first).toMatchObject({ code: 0 });
    const steps = (outcome: { stdout: string }) =>
      (JSON.parse(outcome.stdout) as { steps: { name: string; wasDone: boolean }[] }).steps;
    expect(steps(first).map(({ name }) => name)).toEqual(['extract', 'fit', 'evaluate', 'export']);
    const again = steps(await runInProcess(['run', place('config.yaml'), '--json']));
    expect(again.every(({ wasDone }) => wasDone)).toBe(true);
    const { stdout } = await runInProcess(['inspect', place('out/calibration.safetensors')]);
    expect(stdout).toContain('classes     class0, class1');
  });
});
