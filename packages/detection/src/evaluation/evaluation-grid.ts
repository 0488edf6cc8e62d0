// T IoU thresholds, L recall levels, A areas.

/** T = 10: 0.5, 0.55, …, 0.95, as numpy.linspace rounds them (the ninth is 0.8999999999999999). */
export const iouThresholds: readonly number[] = Array.from({ length: 10 }, (_, i) =>
  i === 9 ? 0.95 : i * ((0.95 - 0.5) / 9) + 0.5,
);

/** L = 101: 0, 0.01, …, 1, as numpy.linspace rounds them: i * 0.01, which is not always i / 100. */
export const recallLevels: readonly number[] = Array.from({ length: 101 }, (_, i) => (i === 100 ? 1 : i * 0.01));

/** Sizes of objects that are scored apart: all, up to 32^2 pixels, from 32^2 to 96^2, and from 96^2. */
export type AreaName = 'all' | 'small' | 'medium' | 'large';

/** Pixels of each size, both ends included. */
export const areaRanges: Readonly<Record<AreaName, readonly [from: number, to: number]>> = {
  all: [0, 1e10],
  small: [0, 32 ** 2],
  medium: [32 ** 2, 96 ** 2],
  large: [96 ** 2, 1e10],
};

/** The areas in the order of every array that has one number for each. */
export const areaNames: readonly AreaName[] = ['all', 'small', 'medium', 'large'];

/** One bit for each IoU threshold. */
export const allThresholds = 2 ** iouThresholds.length - 1;
