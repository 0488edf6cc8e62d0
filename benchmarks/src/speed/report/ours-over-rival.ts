import type { TaskResult } from '../rounds/measure-case.js';
import type { Quartiles } from '../rounds/quartiles.js';
import { fastest, speedRatio } from '../rounds/timing.js';

/** Our fastest on so many threads, and how many times as fast as a rival on as many it is; null where one of them was not measured. */
export function oursOverRival(
  task: TaskResult | undefined,
  rival: string,
  threads: number,
): { ours: string; ratio: Quartiles | null } {
  const ours = task && fastest(task.timings.filter((timing) => timing.kind === 'fused' && timing.threads === threads));
  const other = task?.timings.find((timing) => timing.name === rival && timing.threads === threads);
  return { ours: ours?.name ?? 'ours', ratio: task && ours && other ? speedRatio(ours, other, task.bytes) : null };
}
