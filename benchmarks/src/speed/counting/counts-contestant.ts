import { SegmentationCounts } from '@disalign/segmentation';
import type { Contestant } from '../contestants/contestant.js';
import { COUNTED_CLASSES, type CountingTask } from './counting-task.js';

/** Ours: `SegmentationCounts.add`, on one core. */
export function countsContestant(): Contestant<CountingTask> {
  const counts = new SegmentationCounts(COUNTED_CLASSES);
  let next = 0;
  return {
    name: 'SegmentationCounts',
    kind: 'fused',
    threads: 1,
    takes: () => true,
    async run({ images }, iterations) {
      const start = performance.now();
      for (let i = 0; i < iterations; i++) {
        const { prediction, labels } = images[next++ % images.length];
        counts.add(prediction, labels);
      }
      return performance.now() - start;
    },
    async values({ images: [{ prediction, labels }] }) {
      const fresh = new SegmentationCounts(COUNTED_CLASSES);
      fresh.add(prediction, labels);
      // Without the last column, of pixels that are predicted as no class.
      return fresh.confusion.filter((_, cell) => cell % (COUNTED_CLASSES + 1) < COUNTED_CLASSES);
    },
  };
}
