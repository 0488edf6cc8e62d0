/** Experiments that bring their own data and networks. */
export const taskExperimentNames = ['table6', 'table8'] as const;
export type TaskExperimentName = (typeof taskExperimentNames)[number];

/** Data sets of which only those experiments know. */
export const taskDataSets = ['glyph-scenes-150', 'glyph-scenes-lvis'] as const;
export type TaskDataSet = (typeof taskDataSets)[number];

/** On which each runs, unless a dump is given. */
export const taskDataSetOf: Readonly<Record<TaskExperimentName, TaskDataSet>> = {
  table6: 'glyph-scenes-150',
  table8: 'glyph-scenes-lvis',
};
