import type { IouType } from '@disalign/detection';
import type { EvaluationTime } from './time-evaluation.js';
import type { MaskTimes } from './time-masks.js';

/** One job, and how long it took whom. */
export interface EvaluationFigures {
  readonly name: 'ten copies' | 'full size';
  readonly iouType: IouType;
  /** In processes of their own, which compile the code first. */
  readonly first: readonly EvaluationTime[];
  /** Further evaluations of a process. */
  readonly later: readonly EvaluationTime[];
  /** The official Python code, each in a process of its own; empty where there is none. */
  readonly official: readonly EvaluationTime[];
}

/** What was measured, and on what. */
export interface SpeedFigures {
  readonly machine: { readonly cpu: string; readonly cores: number; readonly memoryGiB: number; readonly node: string };
  readonly date: string;
  readonly command: string;
  readonly masks: { readonly ours: MaskTimes; readonly pycocotools: MaskTimes | null };
  readonly evaluations: readonly EvaluationFigures[];
}

/** The one in the middle, of a list that holds one; of two the larger. */
export function medianOf<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.map(value).sort((a, b) => a - b)[items.length >> 1];
}

/** Seconds from the start to the numbers. */
export function wholeTime({ load, run }: EvaluationTime): number {
  return load + run;
}
