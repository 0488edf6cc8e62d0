/** What the rows of a feature file are: images, pixels, or the regions of a detector, whose logits have a column of the background. */
export const tasks = ['classification', 'segmentation', 'detection'] as const;
/** What the rows of a feature file are. See {@link tasks}. */
export type Task = (typeof tasks)[number];
