import { z } from 'zod';
import type { SpeedCase } from './cases/speed-case.js';

/** Sizes as they are typed: `512x2048x1000`. */
export const sizesText = z
  .string()
  .regex(/^[1-9]\d*x[1-9]\d*x[1-9]\d*$/, 'must be three sizes like 512x2048x1000')
  .transform((text): SpeedCase => {
    const [rows, featureSize, classes] = text.split('x').map(Number);
    return { rows, featureSize, classes };
  });
