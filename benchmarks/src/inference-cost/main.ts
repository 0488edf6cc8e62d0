// What a calibration adds to inference: main.js [ROUNDS]. Fewer rounds than usual are a trial, and no result.
import { fileURLToPath } from 'node:url';
import { createProgress } from '@disalign/core/node';
import { env } from 'onnxruntime-node';
import { z } from 'zod';
import { describeEnvironment } from '../results/describe-environment.js';
import { writeResults } from '../results/write-results.js';
import { costLine, costOf, costPage, type InferenceCost } from './cost-page.js';
import { measureCost } from './measure-cost.js';
import { fcnHead, resnet50 } from './networks.js';

const ROUNDS = 100;

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort(new Error('interrupted')));
const rounds = z.coerce.number().int().positive().default(ROUNDS).parse(process.argv[2]);
const networks = [fcnHead, resnet50];
const progress = createProgress({ stream: process.stderr, totalTasks: networks.length });
const costs = await measureAll().catch((error: unknown) => {
  if (!interrupted.signal.aborted) throw error;
  process.exit(130);
});
const environment = await describeEnvironment({
  backend: { name: 'cpu', device: `onnxruntime-node ${env.versions.common}, provider cpu` },
  command: ['npx nx run benchmarks:inference-cost', ...process.argv.slice(2)].join(' -- '),
});
process.stdout.write(`${costs.map(costLine).join('\n')}\n`);
if (rounds >= ROUNDS) {
  const markdown = costPage(costs, networks, environment);
  const results = fileURLToPath(new URL('../../results/', import.meta.url));
  await writeResults(results, 'inference-cost', { data: { environment, costs }, markdown });
}

async function measureAll(): Promise<InferenceCost[]> {
  const measured: InferenceCost[] = [];
  try {
    for (const network of networks) {
      const onRound = (round: number) => progress.update(network.name, '', Math.max(0, round / rounds));
      measured.push(costOf(network, await measureCost(network, { rounds, signal: interrupted.signal, onRound })));
    }
    return measured;
  } finally {
    progress.done();
  }
}
