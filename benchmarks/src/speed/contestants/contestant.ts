import type { CaseData } from '../cases/draw-case.js';
import type { SpeedTask } from '../cases/speed-case.js';

/** Ours; the same in ops of TensorFlow.js; PyTorch; numpy; or no contestant but what the machine can do at most. */
export type ContestantKind = 'fused' | 'composed' | 'pytorch' | 'numpy' | 'limit';

/** Something that is timed. */
export interface Contestant<Task = SpeedTask> {
  readonly name: string;
  readonly kind: ContestantKind;
  readonly threads: number;
  /** Whether it takes part. */
  takes(task: Task): boolean;
  /**
   * Does the task on so many batches, one after the other, the streamed ones where the last call ended.
   *
   * @returns milliseconds of all of them
   */
  run(task: Task, iterations: number): Promise<number>;
  /** What it finds on the first batch, see `exactValues`; null for a limit. */
  values(task: Task): Promise<ArrayLike<number> | null>;
  /** What one batch cannot do without, where that is not what the task needs: a limit moves bytes of its own. */
  readonly bytes?: number;
}

/** Contestants that share a process and a data set. Whoever adds one adds a peer. */
export interface Peer {
  readonly contestants: readonly Contestant[];
  /** What computes, and its versions: for the results. */
  readonly description: string;
  /** Takes up the data set of a case, before any of its tasks. */
  load(data: CaseData): Promise<void>;
  /** Lets it go. */
  unload(): Promise<void>;
  close(): Promise<void>;
}
