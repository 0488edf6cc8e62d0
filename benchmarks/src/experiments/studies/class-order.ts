import type { Point } from '@disalign/report';
import type { SubjectFacts } from './study.js';

/** [K] the classes, the largest first; equal ones in class order. */
export function byFrequency(counts: readonly number[]): number[] {
  return counts.map((_, k) => k).sort((a, b) => counts[b] - counts[a] || a - b);
}

/** The axis on which classes stand. */
export const classAxis = { label: 'class, by training samples, the largest first' } as const;

/** A point for each class that has a value, the largest class first, named with its training samples. */
export function classPoints({ classNames, trainCounts }: SubjectFacts, valueOf: (k: number) => number | null): Point[] {
  return byFrequency(trainCounts).flatMap((k, rank) => {
    const y = valueOf(k);
    const label = `${classNames[k]} (${trainCounts[k]} in training)`;
    return y === null ? [] : [{ x: rank + 1, y, label }];
  });
}
