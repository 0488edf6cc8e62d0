import { writeFileAtomically } from '@disalign/core/node';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { runCommand } from '../processes/run-command.js';
import type { EvaluationFigures, SpeedFigures } from './speed-figures.js';
import { speedPage } from './speed-page.js';
import { timeEvaluation } from './time-evaluation.js';
import { drawStars, timeMasks } from './time-masks.js';
import { writeFullSize } from './write-full-size.js';
import { writeTenCopies, type EvaluationFiles } from './write-ten-copies.js';

// Times the evaluators and the masks of @disalign/detection, beside the official Python code where it is named. See tools/README.md.

const root = resolve(import.meta.dirname, '../../..');
const { values } = parseArgs({
  options: {
    python: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    'full-size': { type: 'boolean', default: false },
    /** Without its ending. */
    out: { type: 'string', default: join(root, 'benchmarks/results/detection-evaluation') },
    // What a fresh process of this program is told.
    measure: { type: 'string' },
    gt: { type: 'string', default: '' },
    dt: { type: 'string', default: '' },
  },
});
const rounds = Number(values.rounds);
// The largest job takes some minutes.
const timeout = 3_600_000;
const timesSchema = z
  .array(z.object({ load: z.number(), run: z.number(), AP: z.number(), megabytes: z.number() }))
  .min(1);
const maskTimesSchema = z.object({ encode: z.number(), decode: z.number(), iou: z.number(), polygons: z.number() });
type Times = z.output<typeof timesSchema>;

if (values.measure === 'bbox' || values.measure === 'segm') {
  const times: Times = [];
  for (let round = 0; round < rounds; round++) {
    times.push(await timeEvaluation({ groundTruth: values.gt, detections: values.dt }, values.measure));
  }
  process.stdout.write(JSON.stringify(times));
} else {
  const folder = await mkdtemp(join(tmpdir(), 'disalign-speed-'));
  try {
    await writeFigures(await measure(folder));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measure(folder: string): Promise<SpeedFigures> {
  const masks = await compareMasks(folder);
  const truth = join(root, 'packages/detection/src/evaluation/fixtures/lvis-val-100.json');
  const copies = await writeTenCopies(truth, folder);
  const evaluations: EvaluationFigures[] = [];
  for (const iouType of ['bbox', 'segm'] as const) {
    evaluations.push({ name: 'ten copies', iouType, ...(await compareEvaluations(copies, iouType, rounds)) });
  }
  if (values['full-size']) {
    const files = await writeFullSize(folder);
    for (const iouType of ['bbox', 'segm'] as const) {
      const first = await timed(process.execPath, measureArguments(files, iouType, 1));
      evaluations.push({ name: 'full size', iouType, first, later: [], official: [] });
    }
  }
  return {
    machine: {
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      cores: availableParallelism(),
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      node: process.versions.node,
    },
    date: new Date().toISOString(),
    command: ['node tools/dist/evaluation-speed/main.js', ...process.argv.slice(2)].join(' '),
    masks,
    evaluations,
  };
}

async function compareEvaluations(files: EvaluationFiles, iouType: 'bbox' | 'segm', times: number) {
  const figures = { first: [] as Times, later: [] as Times, official: [] as Times };
  // By turns, so that a busy machine is busy for both.
  for (let round = 0; round < times; round++) {
    const ours = await timed(process.execPath, measureArguments(files, iouType, times));
    figures.first.push(ours[0]);
    figures.later.push(...ours.slice(1));
    if (values.python === undefined) continue;
    const script = join(root, 'tools/goldens/time_official.py');
    figures.official.push(
      ...(await timed(values.python, [script, 'evaluation', files.groundTruth, files.detections, iouType])),
    );
  }
  return figures;
}

function measureArguments({ groundTruth, detections }: EvaluationFiles, iouType: string, times: number): string[] {
  const program = join(import.meta.dirname, 'main.js');
  return [program, '--measure', iouType, '--gt', groundTruth, '--dt', detections, '--rounds', `${times}`];
}

async function timed(command: string, args: string[]): Promise<Times> {
  return timesSchema.parse(JSON.parse(await runCommand(command, args, { cwd: root, timeout })));
}

async function compareMasks(folder: string): Promise<SpeedFigures['masks']> {
  const stars = drawStars();
  const ours = timeMasks(stars, 15);
  if (values.python === undefined) return { ours, pycocotools: null };
  const file = join(folder, 'stars.json');
  await writeFile(file, JSON.stringify(stars));
  const script = join(root, 'tools/goldens/time_official.py');
  const text = await runCommand(values.python, [script, 'masks', file], { cwd: root, timeout });
  return { ours, pycocotools: maskTimesSchema.parse(JSON.parse(text)) };
}

async function writeFigures(figures: SpeedFigures): Promise<void> {
  const page = speedPage(figures);
  console.log(page);
  await mkdir(dirname(values.out), { recursive: true });
  for (const [ending, text] of Object.entries({ json: `${JSON.stringify(figures, null, 2)}\n`, md: page })) {
    await writeFileAtomically(`${values.out}.${ending}`, new TextEncoder().encode(text));
    console.log(`Written: ${values.out}.${ending}`);
  }
}
