import type { ProgressStream } from '@disalign/core/node';

/** Where a command speaks, what ends it early, and what it finds around it. */
export interface Surroundings {
  /** Is told results. */
  readonly stdout: ProgressStream;
  /** Is told everything else: progress, warnings, what is wrong. */
  readonly stderr: ProgressStream;
  readonly signal: AbortSignal;
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
}
