// Measures one method on a dump in a process of its own, whose memory is then known: measure-main.js TASK, a MethodTask as JSON.
import { measureMethod } from '../experiments/methods/measure-method.js';
import type { MethodTask } from '../experiments/methods/method-run.js';
import type { DumpCost } from './dump-cost.js';

const start = performance.now();
await measureMethod(JSON.parse(process.argv[2]) as MethodTask);
const { user, system } = process.cpuUsage();
const cost: DumpCost = {
  seconds: (performance.now() - start) / 1000,
  processorSeconds: (user + system) / 1e6,
  peakBytes: 1024 * process.resourceUsage().maxRSS,
};
process.stdout.write(`${JSON.stringify(cost)}\n`);
