import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startBackend, type BackendName } from '@disalign/core';
import { createProgress } from '@disalign/core/node';
import { reportMarkdown } from '@disalign/report';
import type { FeatureDump } from '../experiments/feature-dump.js';
import { comparedNames, type ComparedName } from '../experiments/methods/compared-methods.js';
import { describeEnvironment } from '../results/describe-environment.js';
import { reportMetadata } from '../results/report-metadata.js';
import { writeResults } from '../results/write-results.js';
import { imageNetLt } from '../speed/fit/fit-shape.js';
import { mapConcurrently } from '../workers/map-concurrently.js';
import { resumable } from '../workers/resumable.js';
import { dumpCostSchema } from './dump-cost.js';
import type { DumpShapeOptions } from './dump-shape-options.js';
import { dumpShapeReport, kindOf, type MethodCost } from './dump-shape-report.js';
import { makeShapedDump, partOf } from './make-shaped-dump.js';
import type { MeasureRequest } from './measure-main.js';

const CONCURRENCY = 2;
const cache = fileURLToPath(new URL('../../.cache/dump-shape/', import.meta.url));

/** Measures the methods that are asked for, writes the results, and says them. Each method is kept once it is done. */
export async function runDumpShape({ part, kinds, relaxed }: DumpShapeOptions, command: string): Promise<void> {
  const shape = partOf(imageNetLt, part);
  await mkdir(cache, { recursive: true });
  const dump = await makeShapedDump(cache, shape);
  const backend = await startBackend('auto');
  const methods = comparedNames.filter((method) => kinds.includes(kindOf(method)));
  const progress = createProgress({ stream: process.stderr, totalTasks: methods.length });
  const costs = await mapConcurrently(methods, CONCURRENCY, async (method) => {
    progress.update(method, '', 0);
    const cost = await measure({ task: taskOf(method, dump, backend.name), relaxed });
    progress.update(method, '', 1);
    return cost;
  }).finally(() => progress.done());

  const environment = await describeEnvironment({
    backend: { name: backend.name, device: backend.device },
    command,
  });
  const metadata = reportMetadata(environment);
  const report = dumpShapeReport(costs, shape, { metadata, concurrency: CONCURRENCY, relaxed });
  process.stdout.write(`${report.summary.join('\n')}\n`);
  // A trial is no result.
  const results = part === 1 ? fileURLToPath(new URL('../../results/', import.meta.url)) : cache;
  await writeResults(results, 'dump-shape', {
    data: { environment, summary: report.summary, costs },
    markdown: reportMarkdown(report),
  });
}

function taskOf(method: ComparedName, dump: FeatureDump, backend: BackendName): MeasureRequest['task'] {
  return { origin: { kind: 'dump', dump, backend }, request: { method, priors: ['uniform'] }, fitSeeds: [0] };
}

/** In a process of its own, so that its peak of memory is its own. */
function measure(request: MeasureRequest): Promise<MethodCost> {
  const script = fileURLToPath(new URL('./measure-main.js', import.meta.url));
  return resumable('dump-cost', request, async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(request)], {
      maxBuffer: 2 ** 26,
    });
    const cost = dumpCostSchema.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
    return { method: request.task.request.method, ...cost, load: loadavg()[0] };
  });
}
