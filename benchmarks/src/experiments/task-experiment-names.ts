/** Experiments that bring their own data and networks. */
export const taskExperimentNames = ['table6'] as const;
export type TaskExperimentName = (typeof taskExperimentNames)[number];

/** Data sets of which only those experiments know. */
export const taskDataSets = ['glyph-scenes-150'] as const;
export type TaskDataSet = (typeof taskDataSets)[number];
