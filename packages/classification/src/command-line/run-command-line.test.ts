import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFeatureShards, writeSafetensors } from '@disalign/core/node';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stateDict } from '../backbones/fixtures/state-dict.js';
import { resnet32 } from '../backbones/resnet32.js';
import { writePicture } from '../data/fixtures/write-picture.js';
import { runCommandLine } from './run-command-line.js';

let folder: string;
let out: string;
let common: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disalign-features-'));
  const pictures = ['train/cat/1.jpg', 'train/cat/2.png', 'train/lynx/1.jpg', 'test/cat/1.jpg', 'test/lynx/1.jpg'];
  for (const [seed, path] of pictures.entries()) await writePicture(join(folder, path), seed);
  await writeFile(join(folder, 'train/cat/3.jpg'), '');
  await writeFile(join(folder, 'test/lynx/2.jpg'), 'no picture');
  const weights = join(folder, 'weights.safetensors');
  await writeSafetensors(weights, stateDict(resnet32(), { classes: 2, name: 'linear' }));
  common = ['--data-set', 'folder', '--root', folder, '--splits', 'train,test', '--backbone', 'resnet-32'];
  common.push('--weights', weights, '--head-name', 'linear', '--size', '16', '--backend', 'wasm');
});
beforeEach(async () => {
  out = await mkdtemp(join(folder, 'out-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(args: readonly string[], { signal, isTTY }: { signal?: AbortSignal; isTTY?: boolean } = {}) {
  let [output, errors] = ['', ''];
  const status = await runCommandLine(args, {
    output: { write: (text: string) => (output += text) },
    errors: { isTTY, write: (text: string) => (errors += text) },
    signal,
  });
  return { status, output, errors };
}

describe('disalign-features', () => {
  it('stops at the first bad picture, by its name, where nothing else is asked for', async () => {
    const { status, errors } = await run([...common, '--out', out]);
    expect(status).toBe(2);
    expect(errors).toMatch(/^disalign-features: .*train\/cat\/3\.jpg.* must be a picture.*\n$/);
    expect(await readdir(join(out, 'train'))).toEqual([]);
  });

  it('leaves bad pictures out on request, says how many and which, and writes features of the others', async () => {
    const { status, output, errors } = await run([...common, '--out', out, '--skip-bad-images', '--views', '3']);
    expect({ status, errors }).toEqual({ status: 0, errors: '' });
    const lines = output.split('\n');
    expect(lines.slice(0, 4)).toEqual([
      `${folder}, backend wasm`,
      `${join(out, 'train')}: 3 rows in 1 files`,
      `${join(out, 'validation')}: 2 rows in 1 files`,
      'left out: 2 pictures',
    ]);
    expect(lines[4]).toMatch(/^ {2}train, .*3\.jpg: /);
    expect(lines[5]).toMatch(/^ {2}validation, .*2\.jpg: /);
    const train = await openFeatureShards(join(out, 'train/*.safetensors'));
    expect(train).toMatchObject({ rows: 3, featureSize: 64, classes: 2, views: 3 });
    expect([...(await train.labels())]).toEqual([0, 0, 1]);
    const validation = await openFeatureShards(join(out, 'validation/*.safetensors'));
    expect(validation).toMatchObject({ rows: 2, views: 1 });
    const [first, second] = await Promise.all([0, 1].map((view) => train.read({ start: 0, end: 3 }, view)));
    expect(second.features).not.toEqual(first.features);
  });

  it('goes on with what is there, and refuses what another run has written', async () => {
    const args = [...common, '--out', out, '--skip-bad-images'];
    await run(args);
    expect((await run(args)).status).toBe(0);
    const { status, errors } = await run([...args, '--seed', '1']);
    expect(status).toBe(2);
    expect(errors).toContain('metadata');
  });

  it('ends when it is interrupted, with nothing half-written', async () => {
    const { status, errors } = await run([...common, '--out', out, '--skip-bad-images'], {
      signal: AbortSignal.abort(new Error('interrupted')),
    });
    expect(status).toBe(130);
    expect(errors).toBe('disalign-features: interrupted; the same command goes on from here\n');
    expect(await readdir(join(out, 'train'))).toEqual([]);
  });

  it('shows progress on a terminal', async () => {
    const { errors } = await run([...common, '--out', out, '--skip-bad-images'], { isTTY: true });
    expect(errors).toMatch(/^\r\d+ % .*looking at pictures: \d+ %/);
    // The line is removed.
    expect(errors.endsWith('\r\u001B[K')).toBe(true);
  });

  it('explains itself', async () => {
    const { status, output } = await run(['--help']);
    expect(status).toBe(0);
    expect(output).toContain('--skip-bad-images');
    expect(output).toContain('resnext-50');
  });

  it.each<[string, string[], string]>([
    ['a data set that is none', ['--data-set', 'mnist'], '--data-set must be of imagenet-lt, places-lt'],
    ['a backbone that is none', ['--backbone', 'vgg'], '--backbone must be of resnet-10, '],
    ['a number that is none', ['--views', '0'], '--views must be at least 1'],
    ['a head that is none', ['--head', 'mlp'], '--head must be linear or cosine:SCALE'],
    ['an unknown option', ['--colour'], "Unknown option '--colour'"],
    ['splits of another data set', ['--data-set', 'places-lt'], '--splits is for folder only'],
    ['weights that are not there', ['--weights', 'nowhere.safetensors'], 'ENOENT'],
    ['a folder without classes', ['--splits', 'nothing'], 'looked for one sub-folder for each class'],
    ['weights of another head', ['--head-name', 'fc'], 'tensor linear.bias must be absent, got one'],
  ])('refuses %s', async (_, args, message) => {
    const { status, output, errors } = await run([...common, '--out', out, ...args]);
    expect({ status, output }).toEqual({ status: 2, output: '' });
    expect(errors).toContain(message);
    expect(errors).toMatch(/^disalign-features: .*\n$/);
  });
});
