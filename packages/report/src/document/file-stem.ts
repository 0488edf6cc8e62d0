import { z } from 'zod';

/** The name of a report, table or chart, of which its files are named: `rho-sweep` becomes `rho-sweep.csv`. */
export const fileStemSchema = z
  .string()
  .max(80)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words and numbers with hyphens between them');
