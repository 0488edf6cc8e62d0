import type { BackendName } from '@disalign/core';
import type { Subject } from './subject.js';

/** What an experiment on several networks of one data set, or on a dump, is given. */
export interface NetworksOptions {
  readonly subject: Subject;
  /** A dump has one network, which needs no seed. */
  readonly networkSeeds: readonly number[];
  readonly backend: BackendName;
  /** Told which share of a task is done. */
  readonly onProgress: (task: string, share: number) => void;
  readonly signal?: AbortSignal;
}
