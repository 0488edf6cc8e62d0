import {
  backgroundIndex,
  countLabels,
  insertBackground,
  type BackgroundColumn,
  type FeatureSource,
} from '@disalign/core';
import { readShotCounts } from '@disalign/detection';
import type { Task } from '../tasks/task.js';

/** Training samples of each class, in class order: the list itself, or a file of it (JSON or npy). */
export type ClassCounts = string | readonly number[];

/** Counts of the classes of a task: of a detector, those in the foreground. */
export async function readCounts(counts: ClassCounts, source: FeatureSource, task: Task): Promise<readonly number[]> {
  if (typeof counts !== 'string') return counts;
  return readShotCounts(counts, source.classes - (task === 'detection' ? 1 : 0));
}

/** The same with a column for the background, which counts as many as the source has of it. */
export async function withBackgroundCount(
  counts: readonly number[],
  source: FeatureSource,
  background: BackgroundColumn,
): Promise<readonly number[]> {
  const seen = countLabels(await source.labels(), source.classes);
  return insertBackground(counts, background, seen[backgroundIndex(background, source.classes)]);
}
