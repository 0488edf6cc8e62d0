import { z } from 'zod';

/** What a method cost on a dump, opening and scoring included. */
export const dumpCostSchema = z.strictObject({
  seconds: z.number().positive(),
  /** Of all its threads. */
  processorSeconds: z.number().positive(),
  peakBytes: z.number().positive(),
});
export type DumpCost = z.output<typeof dumpCostSchema>;
