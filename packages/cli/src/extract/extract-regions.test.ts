import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openFeatureShards } from '@disalign/core/node';
import { decodePhotograph } from '@disalign/core/photographs';
import { matchBoxes, openRegionShards } from '@disalign/detection';
import { openRegionFeatures } from '@disalign/onnx';
import { beforeAll, describe, expect, it } from 'vitest';
import { detectorPath, resnetPath } from '../fixtures/models.js';
import { runInProcess } from '../fixtures/run-in-process.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';
import { writePicture } from '../fixtures/write-picture.js';
import { extractFiles, type ExtractFilesOptions } from './extract-files.js';

const folder = temporaryFolder();
const place = (name: string) => join(folder.path, name);
const preprocessing = { resize: null, mean: [0.5, 0.4, 0.3] };
const size = { height: 32, width: 32 };

/** Each image shows two of the detector's six proposals whole: classes 0 and 1, 1 and 2, and so on. */
const annotated: readonly [number, number, number, number][] = [
  [8, 0, 16, 16],
  [16, 16, 16, 16],
];

async function writeAnnotations(path: string, ids: readonly number[]): Promise<void> {
  const annotations = ids.flatMap((id) =>
    annotated.map((bbox, at) => ({
      id: 10 * id + at,
      image_id: id,
      category_id: 1 + ((id + at) % 3),
      bbox,
      area: 256,
      iscrowd: 0,
    })),
  );
  const images = ids.map((id) => ({ id, ...size, coco_url: `http://images.example/scenes/${id}.png` }));
  const categories = ['cat', 'lynx', 'owl'].map((name, at) => ({ id: at + 1, name }));
  await writeFile(path, JSON.stringify({ images, annotations, categories }));
}

async function filesIn(name: string): Promise<Map<string, Buffer>> {
  const names = (await readdir(place(name))).sort();
  return new Map(
    await Promise.all(names.map(async (file) => [file, await readFile(place(`${name}/${file}`))] as const)),
  );
}

const args = (output: string, ...more: string[]) => [
  ...['extract', place('truth.json'), '--task', 'detection', '--format', 'coco', '--background', 'first'],
  ...[
    '-m',
    detectorPath,
    '-p',
    place('plain.json'),
    '--boxes',
    'proposals',
    '--deltas',
    'deltas',
    '-o',
    place(output),
    ...more,
  ],
];

describe('disalign extract --task detection', () => {
  beforeAll(async () => {
    for (let id = 1; id <= 6; id++) await writePicture(place(`scenes/${id}.png`), id, 32);
    await writeAnnotations(place('truth.json'), [1, 2, 3, 4]);
    await writeAnnotations(place('held-out.json'), [5, 6]);
    await writeFile(place('plain.json'), JSON.stringify(preprocessing));
  });

  it('writes what the detector says of its proposals, with boxes and the labels of what they overlap', async () => {
    const { code, stdout, stderr } = await runInProcess(args('regions', '--json'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ rows: 24, classNames: ['cat', 'lynx', 'owl'] });
    const images = await openRegionShards(place('regions/*.safetensors'));
    const further = ['proposals', 'deltas'];
    const detector = await openRegionFeatures({ model: detectorPath, preprocessing, classes: 4, further });
    expect(images.count).toBe(4);
    for (let index = 0; index < 4; index++) {
      const picture = await decodePhotograph(await readFile(place(`scenes/${index + 1}.png`)));
      const { head, tensors } = await detector.read(picture);
      const image = await images.read(index);
      expect(image).toMatchObject({ id: index + 1, frame: size, size, masks: null, boxes: tensors.proposals.data });
      expect(image.heads[0]).toMatchObject(head);
      // The first four of sixteen are those of the background.
      const ofClasses = [...tensors.deltas.data].filter((_, at) => at % 16 >= 4);
      expect([...image.deltas!]).toEqual(ofClasses);
      const corners = annotated.flatMap(([x, y, width, height]) => [x, y, x + width, y + height]);
      const matches = matchBoxes(image.boxes, Float64Array.from(corners), 0.5);
      const id = index + 1;
      expect([...image.labels!]).toEqual([...matches].map((match) => (match < 0 ? 0 : 1 + ((id + match) % 3))));
    }
    await detector.close();
  });

  it('draws regions for a fit, which reads the shards as they are', async () => {
    const { code } = await runInProcess(args('drawn', '--regions-per-image', '4', '--seed', '1'));
    expect(code).toBe(0);
    const source = await openFeatureShards(place('drawn/*.safetensors'));
    const labels = await source.labels();
    expect([source.rows, source.featureSize, source.classes]).toEqual([16, 12, 4]);
    expect([...labels].filter((label) => label > 0)).toHaveLength(4);
  });

  it('goes on after an interruption, reads every picture once, and ends with the files of a run that was not', async () => {
    const options: ExtractFilesOptions = {
      ...{ task: 'detection', images: place('truth.json'), format: 'coco', model: detectorPath, preprocessing },
      ...{ boxes: 'proposals', output: place('begun'), background: 'first', shardBytes: 1 },
    };
    await extractFiles({ ...options, output: place('whole') });
    const interrupted = new AbortController();
    const stop = ({ done }: { done: number }) => done === 2 && interrupted.abort(new Error('enough'));
    await expect(extractFiles({ ...options, onProgress: stop, signal: interrupted.signal })).rejects.toThrow('enough');
    expect([...(await filesIn('begun')).keys()]).toEqual(['regions-00000.safetensors', 'regions-00001.safetensors']);
    const told: number[] = [];
    await extractFiles({ ...options, onProgress: ({ done }) => told.push(done) });
    expect(told).toEqual([3, 4]);
    expect(await filesIn('begun')).toEqual(await filesIn('whole'));
    await extractFiles({ ...options, onProgress: ({ done }) => told.push(done) });
    expect(told).toEqual([3, 4]);
    await expect(extractFiles({ ...options, deltas: 'deltas' })).rejects.toThrow(
      'must be those of the shards that are there',
    );
  });

  it.each<[string, string[], string]>([
    ['no tensor of boxes', [], '`boxes` must name a tensor for detection, got none'],
    ['boxes that are none of the graph', ['--boxes', 'rois'], 'tensor rois must be made by a node of the graph'],
    [
      'boxes that are none',
      ['--boxes', 'deltas'],
      'tensor deltas must be 6 rows, as many as the logits, of 4 or 5 numbers',
    ],
    ['a classifier of other classes', ['--boxes', 'proposals', '-m', resnetPath], 'a classifier of 4 classes'],
  ])('refuses %s in one line', async (_, more, message) => {
    const { code, stderr } = await runInProcess([
      ...['extract', place('truth.json'), '--task', 'detection', '--format', 'coco', '-m', detectorPath],
      ...['-p', place('plain.json'), '-o', place('refused'), ...more],
    ]);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^disalign: .*\n$/);
    expect(code).toBe(2);
  });

  it('names annotations and picture where one is missing, of another size, or not named', async () => {
    const text = await readFile(place('truth.json'), 'utf8');
    const cases = [
      [
        text.replace('/1.png', '/9.png'),
        `bad.json: image 1: picture ${place('scenes/9.png')} must be a file that can be read`,
      ],
      [text.replace('"height":32', '"height":31'), 'must be of 32 x 31 pixels, as annotated, got 32 x 32'],
      [text.replace('"coco_url"', '"url"'), 'bad.json: image 1: file_name must be the name of a picture, got nothing'],
    ];
    for (const [annotations, message] of cases) {
      await writeFile(place('bad.json'), annotations);
      const images = place('bad.json');
      const options = {
        task: 'detection',
        format: 'coco',
        model: detectorPath,
        boxes: 'proposals',
        preprocessing,
      } as const;
      await expect(extractFiles({ ...options, images, output: place('bad') })).rejects.toThrow(message);
      expect(await readdir(place('bad'))).toEqual([]);
    }
  });

  it('finds pictures in a folder of their own', async () => {
    await mkdir(place('elsewhere'));
    await writeFile(place('elsewhere/truth.json'), await readFile(place('truth.json')));
    const options = {
      task: 'detection',
      format: 'coco',
      model: detectorPath,
      boxes: 'proposals',
      preprocessing,
    } as const;
    const files = { images: place('elsewhere/truth.json'), root: place('scenes'), output: place('found') };
    expect((await extractFiles({ ...options, ...files })).rows).toBe(24);
  });

  it('is the first step of a run, which evaluates AP on the regions of the test images', async () => {
    await writeFile(
      place('config.yaml'),
      [
        'task: detection\noutput: out\nbackground: first',
        `extract: { model: ${detectorPath}, preprocessing: ${JSON.stringify(preprocessing)}, train: truth.json, test: held-out.json, `,
        '  format: coco, boxes: proposals, deltas: deltas, regionsPerImage: 5 }',
        'fit: { rho: 1, validationFraction: 0 }',
        `export: { model: ${detectorPath} }`,
      ].join('\n'),
    );
    const { code, stdout } = await runInProcess(['run', place('config.yaml'), '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      steps: [{ name: 'extract' }, { name: 'fit' }, { name: 'evaluate' }, { name: 'export' }],
    });
    const evaluation = JSON.parse(await readFile(place('out/evaluation.json'), 'utf8')) as unknown;
    // Both test images show the same two proposals; the counts are those of images.
    expect(evaluation).toMatchObject({ rows: 12, counts: [expect.any(Number), 2, 3, 3] });
    expect(evaluation).toMatchObject({ detections: { untouched: { AP: expect.any(Number) as number } } });
    const again = await runInProcess(['run', place('config.yaml'), '--json']);
    expect(again.stdout).not.toContain('"wasDone": false');
  });
});
