import { fitSettingsSchema, type FitSettingsInput } from '@disalign/core';
import { z } from 'zod';
import { expectationOf, unknownKeyOf } from '../files/expectation-of.js';

/** Any optimiser's defaults will do to check the rest: which one is used, the fit decides by the size of the data. */
const problemsOf = (value: object) =>
  fitSettingsSchema.safeParse({ optimizer: { kind: 'sgd' }, ...value }).error?.issues;

/** Settings of a fit as they are written down: checked, and nothing filled in. */
export const fitSettingsInputSchema = z
  .custom<FitSettingsInput>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), {
    message: 'Invalid input: expected a map of settings',
    abort: true,
  })
  .superRefine((value, context) => {
    for (const issue of problemsOf(value) ?? []) {
      const message = `Invalid input: expected ${expectationOf(issue)}`;
      context.addIssue({ code: 'custom', path: [...issue.path], message, params: { unknownKey: unknownKeyOf(issue) } });
    }
  });
