// K columns, C = K - 1 foreground classes.

/**
 * Where the logit of "none of these classes" stands among those of a detector's box head. A calibration leaves it as it is, and its rows
 * weigh 1 (the authors' detection code).
 */
export type BackgroundColumn = 'first' | 'last';

/**
 * Index of the background's column.
 *
 * @param columns K
 * @example
 * import { backgroundIndex } from '@disalign/core';
 * backgroundIndex('last', 1204); // 1203
 */
export function backgroundIndex(background: BackgroundColumn, columns: number): number {
  return background === 'first' ? 0 : columns - 1;
}

/**
 * Values of the foreground classes, with that of the background put in its place.
 *
 * @param foreground [C]
 * @returns [K]
 * @example
 * import { insertBackground } from '@disalign/core';
 * insertBackground([300, 12], 'last', 5000); // [300, 12, 5000]
 */
export function insertBackground(foreground: ArrayLike<number>, background: BackgroundColumn, value: number): number[] {
  const values = Array.from(foreground);
  return background === 'first' ? [value, ...values] : [...values, value];
}

/** Values of the foreground classes alone, [C]. */
export function dropBackground(values: ArrayLike<number>, background: BackgroundColumn): number[] {
  return background === 'first' ? Array.from(values).slice(1) : Array.from(values).slice(0, -1);
}
