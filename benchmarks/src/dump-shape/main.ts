// All methods on a dump of ImageNet-LT's shape: main.js [PART], a trial with rows, features and classes divided by PART.
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startBackend } from '@disalign/core';
import { createProgress } from '@disalign/core/node';
import { reportMarkdown } from '@disalign/report';
import { z } from 'zod';
import { comparedNames, type ComparedName } from '../experiments/methods/compared-methods.js';
import type { MethodTask } from '../experiments/methods/method-run.js';
import { describeEnvironment } from '../results/describe-environment.js';
import { reportMetadata } from '../results/report-metadata.js';
import { writeResults } from '../results/write-results.js';
import { imageNetLt } from '../speed/fit/fit-shape.js';
import { mapConcurrently } from '../workers/map-concurrently.js';
import { dumpCostSchema } from './dump-cost.js';
import { dumpShapeReport, type MethodCost } from './dump-shape-report.js';
import { makeShapedDump, partOf } from './make-shaped-dump.js';

const CONCURRENCY = 2;

const part = z.coerce.number().int().positive().default(1).parse(process.argv[2]);
const shape = partOf(imageNetLt, part);
const cache = fileURLToPath(new URL('../../.cache/dump-shape/', import.meta.url));
await mkdir(cache, { recursive: true });
const dump = await makeShapedDump(cache, shape);
const backend = await startBackend('auto');
const progress = createProgress({ stream: process.stderr, totalTasks: comparedNames.length });
const costs = await mapConcurrently(comparedNames, CONCURRENCY, measure).finally(() => progress.done());

const environment = await describeEnvironment({
  backend: { name: backend.name, device: backend.device },
  command: ['npx nx run benchmarks:dump-shape', ...process.argv.slice(2)].join(' -- '),
});
const report = dumpShapeReport(costs, shape, { metadata: reportMetadata(environment), concurrency: CONCURRENCY });
process.stdout.write(`${report.summary.join('\n')}\n`);
// A trial is no result.
const results = part === 1 ? fileURLToPath(new URL('../../results/', import.meta.url)) : cache;
await writeResults(results, 'dump-shape', {
  data: { environment, summary: report.summary, costs },
  markdown: reportMarkdown(report),
});

/** In a process of its own, so that its peak of memory is its own. */
async function measure(method: ComparedName): Promise<MethodCost> {
  const task: MethodTask = {
    origin: { kind: 'dump', dump, backend: backend.name },
    request: { method, priors: ['uniform'] },
    fitSeeds: [0],
  };
  const script = fileURLToPath(new URL('./measure-main.js', import.meta.url));
  progress.update(method, '', 0);
  const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(task)], {
    maxBuffer: 2 ** 26,
  });
  progress.update(method, '', 1);
  return { method, ...dumpCostSchema.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')) };
}
