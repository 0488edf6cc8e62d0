import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { formulaDetections, lvisJson } from '../evaluation/fixtures/formula-detections.js';
import { runCommandLine } from './run-command-line.js';

let folder: string;
let gt: string;
let dt: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disalign-eval-'));
  gt = join(folder, 'gt.json');
  dt = join(folder, 'dt.json');
  await writeFile(gt, JSON.stringify(lvisJson));
  await writeFile(dt, JSON.stringify(formulaDetections));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function run(...args: string[]) {
  let output = '';
  let errors = '';
  const status = await runCommandLine(args, {
    output: { write: (text: string) => (output += text) },
    errors: { write: (text: string) => (errors += text) },
  });
  return { status, output, errors };
}

describe('disalign-eval', () => {
  it('prints LVIS as lvis-api does', async () => {
    const { status, output, errors } = await run('lvis', '--gt', gt, '--dt', dt);
    expect({ status, errors }).toEqual({ status: 0, errors: '' });
    // What LVISEval.print_results prints for these files.
    expect(output.split('\n')).toEqual([
      ' Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=300 catIds=all] = 0.471',
      ' Average Precision  (AP) @[ IoU=0.50      | area=   all | maxDets=300 catIds=all] = 0.886',
      ' Average Precision  (AP) @[ IoU=0.75      | area=   all | maxDets=300 catIds=all] = 0.276',
      ' Average Precision  (AP) @[ IoU=0.50:0.95 | area=     s | maxDets=300 catIds=all] = 0.474',
      ' Average Precision  (AP) @[ IoU=0.50:0.95 | area=     m | maxDets=300 catIds=all] = 0.492',
      ' Average Precision  (AP) @[ IoU=0.50:0.95 | area=     l | maxDets=300 catIds=all] = 0.507',
      ' Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=300 catIds=  r] = 0.400',
      ' Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=300 catIds=  c] = 0.479',
      ' Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=300 catIds=  f] = 0.469',
      ' Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets=300 catIds=all] = 0.528',
      ' Average Recall     (AR) @[ IoU=0.50:0.95 | area=     s | maxDets=300 catIds=all] = 0.509',
      ' Average Recall     (AR) @[ IoU=0.50:0.95 | area=     m | maxDets=300 catIds=all] = 0.539',
      ' Average Recall     (AR) @[ IoU=0.50:0.95 | area=     l | maxDets=300 catIds=all] = 0.549',
      '',
    ]);
  });

  it('prints COCO as pycocotools does', async () => {
    const { status, output } = await run('coco', '--gt', gt, '--dt', dt, '--iou-type', 'segm');
    expect(status).toBe(0);
    expect(output.split('\n').slice(3, 8)).toEqual([
      ' Average Precision  (AP) @[ IoU=0.50:0.95 | area= small | maxDets=100 ] = 0.117',
      ' Average Precision  (AP) @[ IoU=0.50:0.95 | area=medium | maxDets=100 ] = 0.126',
      ' Average Precision  (AP) @[ IoU=0.50:0.95 | area= large | maxDets=100 ] = 0.248',
      ' Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets=  1 ] = 0.122',
      ' Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets= 10 ] = 0.175',
    ]);
  });

  it('knows AP_fixed and AP_pool, categories and a file of all numbers', async () => {
    const json = join(folder, 'numbers.json');
    const { output } = await run('lvis', '--gt', gt, '--dt', dt, '--fixed', '--pool', '--per-category', '--json', json);
    expect(output).toContain('maxDets=10000/cat catIds=all] = 0.471');
    expect(output).toContain(' AP-pooled-c = 0.314\n');
    const airplane = output.split('\n').find((line) => line.endsWith(' airplane'));
    expect(airplane?.trim().split(/ +/)).toEqual(['4', '0.380', '0.916', '0.112', '0.467', '3', '4', 'f', 'airplane']);
    const numbers = z
      .object({
        metrics: z.object({ AP: z.number() }),
        pool: z.object({ all: z.number() }),
        perCategory: z.array(z.object({})),
      })
      .parse(JSON.parse(await readFile(json, 'utf8')));
    expect(numbers.metrics.AP).toBeCloseTo(0.470642472599964, 12);
    expect(numbers.pool.all).toBeCloseTo(0.357017501567223, 12);
    expect(numbers.perCategory).toHaveLength(1230);
  });

  it('says no limit as the official code does', async () => {
    const { output } = await run('lvis', '--gt', gt, '--dt', dt, '--max-dets', '-1');
    expect(output).toContain('maxDets= -1 catIds=all] = 0.471');
  });

  it('helps', async () => {
    expect(await run('--help')).toMatchObject({ status: 0, output: expect.stringContaining('--gt FILE') as string });
  });

  it.each([
    [[], 'the first argument must be lvis or coco, got nothing'],
    [['voc', '--gt', 'a', '--dt', 'b'], 'the first argument must be lvis or coco, got voc'],
    [['lvis', '--dt', 'b'], '--gt is required'],
    [['lvis', '--gt', 'a', '--dt', 'b', '--iou-type', 'mask'], '--iou-type must be bbox, segm or boundary'],
    [['lvis', '--gt', 'a', '--dt', 'b', '--max-dets', 'x'], '--max-dets must be a whole number'],
    [['coco', '--gt', 'a', '--dt', 'b', '--pool'], '--pool is for lvis only'],
    [['coco', '--gt', 'a', '--dt', 'b', '--iou-type', 'boundary'], '--iou-type boundary is for lvis only'],
    [['lvis', '--ground-truth', 'a'], "Unknown option '--ground-truth'"],
  ])('refuses %j with status 2', async (args, message) => {
    const { status, output, errors } = await run(...args);
    expect({ status, output }).toEqual({ status: 2, output: '' });
    expect(errors).toContain(`disalign-eval: ${message}`);
    expect(errors.trimEnd()).not.toContain('\n');
  });

  it('refuses files that are missing, cut off or broken with status 2 and one line', async () => {
    const cut = join(folder, 'cut.json');
    await writeFile(cut, JSON.stringify(formulaDetections).slice(0, 5000));
    const broken = join(folder, 'broken.json');
    await writeFile(broken, JSON.stringify([{ ...formulaDetections[0], score: null }]));
    const messages = [
      ['lvis', '--gt', join(folder, 'none.json'), '--dt', dt, 'no such file'],
      ['lvis', '--gt', folder, '--dt', dt, 'EISDIR'],
      ['lvis', '--gt', gt, '--dt', cut, 'must be whole JSON, got a file that ends before its closing ]'],
      ['lvis', '--gt', gt, '--dt', broken, 'record[0] score must be a finite number, got null'],
      ['lvis', '--gt', dt, '--dt', dt, 'must be an object with images, annotations and categories, got a list'],
      ['lvis', '--gt', gt, '--dt', gt, 'must be a list of results, got an object with categories'],
    ];
    for (const [message, ...reversed] of messages.map((row) => [...row].reverse())) {
      const { status, errors } = await run(...reversed.reverse());
      expect(status).toBe(2);
      expect(errors).toContain(message);
      expect(errors.trimEnd()).not.toContain('\n');
    }
  });
});
