import { caseName, imageCase } from '../cases/speed-case.js';
import type { TaskResult } from '../rounds/measure-case.js';
import { atLeast, type Bar } from './bar.js';
import { oursOverRival } from './ours-over-rival.js';

/** Our fastest against each of these, on one thread: an image of 512 x 512 pixels, stored pixel by pixel. */
const bars = { 'PyTorch eager': 2, 'PyTorch addcmul': 1.2 } as const;

/** Judges the calibration of an image, where it was measured. */
export function pixelBars(tasks: readonly TaskResult[]): Bar[] {
  const task = tasks.find(({ case: name, pass }) => name === caseName(imageCase) && pass === 'forward');
  if (task === undefined) return [];
  return Object.entries(bars).map(([rival, times]) => {
    const { ours, ratio } = oursOverRival(task, rival, 1);
    return atLeast(`pixels of an image [${task.case}], 1 thread: ${ours} over ${rival}`, times, ratio);
  });
}
