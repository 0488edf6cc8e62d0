import { z } from 'zod';
import { preprocessingInputSchema } from '../extract/preprocessing-input.js';
import { fitSettingsInputSchema } from '../fit/fit-settings-input.js';
import { recipes, type Recipe } from '../fit/create-calibrator.js';
import { tasks } from '../tasks/task.js';

const files = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
const path = z.string().min(1);
const count = z.int().nonnegative();
const recipeNames = Object.keys(recipes) as [Recipe, ...Recipe[]];

/** Rows of the frozen network. */
const featuresSchema = z.strictObject({
  train: files,
  /** Default: a stratified fifth of `train`. */
  validation: files.optional(),
  /** Without it nothing is evaluated. */
  test: files.optional(),
  ignoreLabel: z.int().optional(),
  head: path.optional(),
});

/** Pictures, and the model that they go through. */
const extractSchema = z.strictObject({
  model: path,
  preprocessing: preprocessingInputSchema,
  /**
   * A folder of class folders, or a list; for segmentation a folder in the layout of ADE20K, of which this takes the training images; for
   * detection annotations of LVIS or COCO.
   */
  train: path,
  validation: path.optional(),
  /** For segmentation the validation images. */
  test: path.optional(),
  root: path.optional(),
  views: z.int().positive().optional(),
  seed: z.int().optional(),
  batchSize: z.int().positive().optional(),
  classifier: z.string().optional(),
  features: z.enum(['normalized', 'raw']).optional(),
  provider: z.enum(['cpu', 'webgpu', 'cuda']).optional(),
  imageEnding: z.enum(['jpg', 'png']).optional(),
  pixelsPerImage: z.int().positive().optional(),
  sampling: z.enum(['uniform', 'uniform-all', 'per-class']).optional(),
  /** Detection: tensors of the proposals, and of what moves them. */
  boxes: z.string().min(1).optional(),
  deltas: z.string().min(1).optional(),
  format: z.enum(['lvis', 'coco']).optional(),
  /** Detection: of the training images. The others keep all of theirs, as AP needs them. */
  regionsPerImage: z.int().positive().optional(),
});

/** What `disalign run` does. Paths are relative to the folder of the configuration. */
export const runConfigSchema = z
  .strictObject({
    task: z.enum(tasks).default('classification'),
    /** Folder for everything that is written. */
    output: path.default('disalign-out'),
    /** Without it the features are extracted. */
    features: featuresSchema.optional(),
    /** In place of `features`. */
    extract: extractSchema.optional(),
    /** Training samples of each class: a list, or a JSON or npy file. Default: the rows of `train`. */
    counts: z.union([path, z.array(count).min(1)]).optional(),
    /** A list, or a file of one name a line or a JSON list. */
    classNames: z.union([path, z.array(z.string()).min(1)]).optional(),
    background: z.enum(['first', 'last']).optional(),
    /** Detection: ground truth of `features.test`, where that is region shards. With `extract`: its `test`. */
    groundTruth: z
      .strictObject({
        annotations: path,
        format: z.enum(['lvis', 'coco']).optional(),
        iouType: z.enum(['bbox', 'segm', 'boundary']).optional(),
      })
      .optional(),
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
  .superRefine(({ task, recipe, fit, report, features, extract, groundTruth }, context) => {
    const refuse = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message });
    if (recipe !== undefined && recipes[recipe] !== task) refuse('recipe', `expected one for ${task}`);
    if (recipe !== undefined && fit !== undefined) refuse('recipe', 'expected nothing beside fit');
    const { test } = features ?? extract ?? {};
    if (!features && !extract) refuse('features', 'expected to be there, or extract');
    if (features && extract) refuse('extract', 'expected nothing beside features');
    if (extract && task === 'detection' && extract.boxes === undefined) {
      refuse('extract', 'expected boxes, the tensor of the proposals, for detection');
    }
    if (groundTruth && task !== 'detection') refuse('groundTruth', `expected nothing for ${task}`);
    if (report !== undefined && test === undefined) refuse('report', 'expected nothing without test rows');
  });

/** What `disalign run` does. See {@link runConfigSchema}. */
export type RunConfig = z.output<typeof runConfigSchema>;
