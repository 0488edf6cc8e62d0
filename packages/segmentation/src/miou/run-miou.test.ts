import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ade20kFile, ade20kSamples } from '../fixtures/ade20k-samples.js';
import { block8Prediction } from '../fixtures/block8-prediction.js';
import { readLabelPng } from '../labels/read-label-png.js';
import { writeLabelPng } from '../labels/write-label-png.js';
import { runMiou } from './run-miou.js';

const names = Object.keys(ade20kSamples.images);
const annotations = ade20kFile('annotations');
const expected = ade20kSamples.sets.block8.pooled;

describe('disalign-miou', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'disalign-miou-'));
    for (const name of names) {
      const prediction = block8Prediction(await readLabelPng(join(annotations, `${name}.png`)));
      await writeLabelPng(join(folder, `${name}.png`), prediction);
    }
  });
  afterEach(() => rm(folder, { recursive: true }));

  const run = async (args: string[], terminal: { isTTY?: boolean } = {}) => {
    const written = { stdout: '', stderr: '' };
    const stream = (name: keyof typeof written) => ({ ...terminal, write: (text: string) => (written[name] += text) });
    const code = await runMiou(args, { stdout: stream('stdout'), stderr: stream('stderr') });
    return { code, ...written };
  };
  const folders = () => ['--gt', annotations, '--pred', folder];

  it('prints the metrics of every convention', async () => {
    const { code, stdout, stderr } = await run(folders());
    expect([code, stderr]).toEqual([0, '']);
    // The tail's 57.165 is a tie, which either rounding may take.
    expect(stdout.split('\n')).toEqual([
      `3 images, ${expected.labelled} labelled pixels, 150 classes`,
      '',
      'aAcc 93.82  mIoU 71.14  mAcc 78.13  mDice 80.10  mFscore 80.10  mPrecision 82.37  mRecall 78.13',
      '',
      'head  mIoU 82.46  mAcc 87.31  (rounded first, as the authors do: 82.46, 87.31)',
      'body  mIoU 48.16  mAcc 59.02  (rounded first, as the authors do: 48.16, 59.02)',
      'tail  mIoU 57.17  mAcc 67.05  (rounded first, as the authors do: 57.17, 67.05)',
      '',
      'scene parsing toolkit: pixel accuracy 93.82  mean IoU 7.11  final score 0.5047',
      '',
    ]);
  });

  it('adds a table of the classes, by name', async () => {
    const info = ade20kFile('objectInfo150.txt');
    const { stdout } = await run([...folders(), '--per-class', '--object-info', info]);
    const rows = stdout.split('\n').slice(10, -1);
    expect(rows).toHaveLength(151);
    expect(rows[97]).toMatch(/^ +96 {2}escalator +tail +82\.60 +87\.96 .* 17664$/);
  });

  it('gives the unrounded values as JSON', async () => {
    const { stdout } = await run([...folders(), '--json']);
    const schema = z.object({
      summary: z.object({ mIoU: z.number() }),
      classes: z.array(z.object({ labelled: z.number() })),
    });
    const { summary, classes } = schema.parse(JSON.parse(stdout));
    expect(summary.mIoU).toBeCloseTo(Number(expected.mmseg.mIoU), 6);
    expect(classes.reduce((sum, { labelled }) => sum + labelled, 0)).toBe(expected.labelled);
  });

  it('has no head, body and tail for other data sets than ADE20K', async () => {
    await writeLabelPng(join(folder, 'a.png'), { height: 1, width: 2, labels: Uint8Array.of(0, 1) });
    for (const name of names) await rm(join(folder, `${name}.png`));
    const { stdout } = await run(['--gt', folder, '--pred', folder, '--classes', '3']);
    expect(stdout).toContain('1 images, 2 labelled pixels, 3 classes');
    expect(stdout).not.toContain('head');
    expect(stdout).toContain('mean IoU 66.67  final score 0.8333');
  });

  it('shows progress on a terminal, and removes it', async () => {
    const { stderr } = await run(folders(), { isTTY: true });
    expect(stderr).toBe(
      ['\r1 of 3 images', '\r2 of 3 images', '\r3 of 3 images', '\r'].map((text) => `${text}\u001B[K`).join(''),
    );
  });

  it('tells its usage when asked', async () => {
    const { code, stdout } = await run(['--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^usage: disalign-miou --gt DIR --pred DIR/);
  });

  it.each([
    { args: ['--pred', 'x'], problem: '--gt DIR is missing (see --help)' },
    { args: ['--gt', 'x'], problem: '--pred DIR is missing (see --help)' },
    {
      args: ['--gt', 'x', '--pred', 'y', '--classes', '300'],
      problem: '--classes must be an integer in 1..254, got 300',
    },
    { args: ['--gt', 'x', '--pred', 'y', '--clases', '3'], problem: "Unknown option '--clases'" },
    { args: ['--gt', '/nowhere', '--pred', '/nowhere'], problem: '/nowhere: folder must be one with *.png, got none' },
    {
      args: ['--gt', annotations, '--pred', '/nowhere'],
      problem: `${names[0]}.png: partner must be /nowhere/${names[0]}.png, got no such file`,
    },
    {
      args: ['--gt', annotations, '--pred', annotations, '--object-info', '/nowhere'],
      problem: "ENOENT: no such file or directory, open '/nowhere'",
    },
  ])('ends with 2 and one line: $problem', async ({ args, problem }) => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^disalign-miou: [^\n]*\n$/);
    expect(stderr).toContain(problem);
  });

  it('ends with 2 and one line that names a bad file, whichever way it is bad', async () => {
    const path = join(folder, `${names[1]}.png`);
    const expectRefusal = async (problem: string) => {
      const { code, stderr } = await run(folders(), { isTTY: true });
      expect(code).toBe(2);
      expect(stderr.slice(stderr.lastIndexOf('\u001B[K') + 3)).toBe(`disalign-miou: ${problem}\n`);
    };
    await copyFile(join(annotations, `${names[0]}.png`), path);
    await expectRefusal(`${path}: size must be 500 x 364, that of its annotation, got 683 x 512`);
    await writeFile(path, 'no picture');
    await expectRefusal(`${path}: content must be a PNG, got 10 bytes that begin otherwise`);
    await rm(path);
    await mkdir(path);
    await expectRefusal(`${join(annotations, `${names[1]}.png`)}: partner must be ${path}, got no such file`);
    await rm(path, { recursive: true });
    await writeLabelPng(path, { height: 364, width: 500, labels: new Uint8Array(364 * 500).fill(200) });
    await expectRefusal(`${path}: value at row 0, column 0 must be in 0..150, got 201`);
  });
});
