import { z } from 'zod';

/**
 * Whose numbers they are: measured here, printed in a paper, or made by its authors' code and released with it. Numbers of different
 * sources never stand in one column or series.
 */
export const resultSourceSchema = z.enum(['ours', 'paper', 'authors-code']);
/** Whose numbers they are. See {@link resultSourceSchema}. */
export type ResultSource = z.output<typeof resultSourceSchema>;
