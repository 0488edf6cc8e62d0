import { z } from 'zod';
import { fitSettingsInputSchema } from '../fit/fit-settings-input.js';
import { recipes, type Recipe } from '../fit/create-calibrator.js';
import { tasks } from '../tasks/task.js';

const files = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
const path = z.string().min(1);
const count = z.int().nonnegative();
const recipeNames = Object.keys(recipes) as [Recipe, ...Recipe[]];

/** Rows of the frozen network. */
const features = z.strictObject({
  train: files,
  /** Default: a stratified fifth of `train`. */
  validation: files.optional(),
  /** Without it nothing is evaluated. */
  test: files.optional(),
  ignoreLabel: z.int().optional(),
  head: path.optional(),
});

/** What `disalign run` does. Paths are relative to the folder of the configuration. */
export const runConfigSchema = z
  .strictObject({
    task: z.enum(tasks).default('classification'),
    /** Folder for everything that is written. */
    output: path.default('disalign-out'),
    features,
    /** Training samples of each class: a list, or a JSON or npy file. Default: the rows of `train`. */
    counts: z.union([path, z.array(count).min(1)]).optional(),
    /** A list, or a file of one name a line or a JSON list. */
    classNames: z.union([path, z.array(z.string()).min(1)]).optional(),
    background: z.enum(['first', 'last']).optional(),
    /** In place of `fit`. */
    recipe: z.enum(recipeNames).optional(),
    fit: fitSettingsInputSchema.optional(),
    /** Segmentation: numbers of classes. */
    groups: z.strictObject({ head: count, body: count, tail: count }).optional(),
    /** Without it no model is written. */
    export: z
      .strictObject({
        model: path,
        classifier: z.string().optional(),
        features: z.enum(['normalized', 'raw']).optional(),
        background: z.enum(['none', 'first', 'last']).optional(),
      })
      .optional(),
    /** Without it no report is written; it is of the rows of `features.test`. */
    report: z
      .strictObject({
        title: z.string().min(1).optional(),
        /** Fits of the live panel. */
        rhos: z.array(z.number().nonnegative()).min(1).optional(),
      })
      .optional(),
  })
  .superRefine(({ task, recipe, fit, report, features: { test } }, context) => {
    const refuse = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message });
    if (recipe !== undefined && recipes[recipe] !== task) refuse('recipe', `expected one for ${task}`);
    if (recipe !== undefined && fit !== undefined) refuse('recipe', 'expected nothing beside fit');
    if (report !== undefined && test === undefined) refuse('report', 'expected nothing without features.test');
  });

/** What `disalign run` does. See {@link runConfigSchema}. */
export type RunConfig = z.output<typeof runConfigSchema>;
