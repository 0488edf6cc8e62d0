import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { runCommand } from '../processes/run-command.js';
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
    // What a fresh process of this program is told.
    measure: { type: 'string' },
    gt: { type: 'string', default: '' },
    dt: { type: 'string', default: '' },
  },
});
const rounds = Number(values.rounds);
const timeSchema = z.object({ load: z.number(), run: z.number(), AP: z.number(), megabytes: z.number() });
const timesSchema = z.array(timeSchema).min(1);
type Time = z.output<typeof timeSchema>;

if (values.measure === 'bbox' || values.measure === 'segm') {
  const times: Time[] = [];
  for (let round = 0; round < rounds; round++) {
    times.push(await timeEvaluation({ groundTruth: values.gt, detections: values.dt }, values.measure));
  }
  process.stdout.write(JSON.stringify(times));
} else {
  const folder = await mkdtemp(join(tmpdir(), 'disalign-speed-'));
  try {
    await compareMasks(folder);
    const truth = join(root, 'packages/detection/src/evaluation/fixtures/lvis-val-100.json');
    await compareEvaluations('ten copies of 100 images', await writeTenCopies(truth, folder), rounds);
    if (values['full-size']) await compareEvaluations('LVIS v1 val, synthetic', await writeFullSize(folder), 1);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function compareEvaluations(name: string, files: EvaluationFiles, times: number): Promise<void> {
  for (const iouType of ['bbox', 'segm']) {
    const { groundTruth, detections } = files;
    const args = ['--measure', iouType, '--gt', groundTruth, '--dt', detections, '--rounds', `${times}`];
    const first: Time[] = [];
    const later: Time[] = [];
    const official: Time[] = [];
    // By turns, so that a busy machine is busy for both.
    for (let round = 0; round < times; round++) {
      const ours = await timed(process.execPath, [join(import.meta.dirname, 'main.js'), ...args]);
      first.push(ours[0]);
      later.push(...ours.slice(1));
      if (values.python === undefined || times === 1) continue;
      const script = join(root, 'tools/goldens/time_official.py');
      official.push(...(await timed(values.python, [script, 'evaluation', groundTruth, detections, iouType])));
    }
    print(`${name}, ${iouType}, ours, first in its process`, first);
    print(`${name}, ${iouType}, ours, later ones`, later);
    print(`${name}, ${iouType}, official`, official);
  }
}

async function timed(command: string, args: string[]): Promise<Time[]> {
  return timesSchema.parse(JSON.parse(await runCommand(command, args, { cwd: root })));
}

function print(name: string, times: readonly Time[]): void {
  if (times.length === 0) return;
  const middle = (value: (time: Time) => number) => times.map(value).sort((a, b) => a - b)[times.length >> 1];
  const seconds = (value: (time: Time) => number) => `${middle(value).toFixed(2)} s`;
  const all = times.map(({ run }) => run.toFixed(2)).join(' ');
  console.log(
    `${name}: run ${seconds(({ run }) => run)} (${all}), with loading ${seconds(({ load, run }) => load + run)}, ` +
      `${middle(({ megabytes }) => megabytes)} MB, AP ${times[0].AP}`,
  );
}

async function compareMasks(folder: string): Promise<void> {
  const stars = drawStars();
  console.log('100 masks of 480 x 640, ms, ours:', JSON.stringify(timeMasks(stars, 15)));
  if (values.python === undefined) return;
  const file = join(folder, 'stars.json');
  await writeFile(file, JSON.stringify(stars));
  const script = join(root, 'tools/goldens/time_official.py');
  console.log('pycocotools:', (await runCommand(values.python, [script, 'masks', file], { cwd: root })).trim());
}
