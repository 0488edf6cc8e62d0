// Measures one method on a dump in a process of its own, whose memory is then known: measure-main.js REQUEST, as JSON.
import { measureMethod } from '../experiments/methods/measure-method.js';
import type { MethodTask } from '../experiments/methods/method-run.js';
import { enableRelaxedSimd } from '../speed/enable-relaxed-simd.js';
import type { DumpCost } from './dump-cost.js';

export interface MeasureRequest {
  readonly task: MethodTask;
  readonly relaxed: boolean;
}

const start = performance.now();
const { task, relaxed } = JSON.parse(process.argv[2]) as MeasureRequest;
enableRelaxedSimd(relaxed);
await measureMethod(task);
const { user, system } = process.cpuUsage();
const cost: DumpCost = {
  seconds: (performance.now() - start) / 1000,
  processorSeconds: (user + system) / 1e6,
  peakBytes: 1024 * process.resourceUsage().maxRSS,
};
process.stdout.write(`${JSON.stringify(cost)}\n`);
