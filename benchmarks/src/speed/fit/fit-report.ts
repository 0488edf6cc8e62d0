import { z } from 'zod';

/** What a process that fits says of it, on its last line. */
export const fitReport = z.object({
  /** From opening the files to the last step. */
  seconds: z.number().positive(),
  /** Of them, before the first step: statistics of the features and whatever else. */
  preparingSeconds: z.number().nonnegative(),
  /** Mean loss of the steps of the last epoch. */
  loss: z.number(),
  /** Resident memory before, and the most of it. */
  idleBytes: z.number().positive(),
  peakBytes: z.number().positive(),
  /** What computed. */
  kernel: z.string(),
});

export type FitReport = z.infer<typeof fitReport>;
