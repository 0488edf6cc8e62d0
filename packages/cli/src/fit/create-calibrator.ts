import { ClassificationCalibrator } from '@disalign/classification';
import type { BackgroundColumn, FitSettingsInput } from '@disalign/core';
import { RegionCalibrator } from '@disalign/detection';
import { SegmentationCalibrator } from '@disalign/segmentation';
import type { Task } from '../tasks/task.js';

/** Recipes of the authors, by what they are for. */
export const recipes = { authors: 'segmentation', 'lvis-v0.5': 'detection', 'lvis-v1': 'detection' } as const;
/** Name of a recipe of the authors. See {@link recipes}. */
export type Recipe = keyof typeof recipes;

/** What is fitted, and how. */
export interface CalibratorOptions {
  /** Default `classification`. */
  readonly task?: Task;
  /** Default: those of the calibrator of the task. */
  readonly settings?: FitSettingsInput;
  /** In place of settings: the authors' for segmentation (ADE20K) or detection (LVIS). */
  readonly recipe?: Recipe;
  /** In class order, kept in the file; of a detector, those in the foreground. */
  readonly classNames?: readonly string[];
  /** Detection: column of the background. Default `last`. */
  readonly background?: BackgroundColumn;
}

/** The calibrator of a task. @throws RangeError for a recipe of another task, or one beside settings */
export function createCalibrator({
  task = 'classification',
  settings,
  recipe,
  classNames,
  background,
}: CalibratorOptions): ClassificationCalibrator | SegmentationCalibrator | RegionCalibrator {
  if (recipe !== undefined && recipes[recipe] !== task) {
    throw new RangeError(`fitFiles: \`recipe\` must be for ${task}, got ${recipe}, which is for ${recipes[recipe]}`);
  }
  if (recipe !== undefined && settings !== undefined) {
    throw new RangeError(
      `fitFiles: \`settings\` must be left out beside a recipe, got ${Object.keys(settings).join(', ')}`,
    );
  }
  if (task === 'segmentation') {
    return new SegmentationCalibrator({ settings: recipe === undefined ? settings : 'authors', classNames });
  }
  if (task === 'detection') {
    const { probabilities } = settings ?? {};
    const ofLvis = recipe === 'lvis-v0.5' || recipe === 'lvis-v1' ? recipe : undefined;
    return new RegionCalibrator({ settings: ofLvis ?? settings, classNames, background, probabilities });
  }
  return new ClassificationCalibrator({ settings, classNames });
}
