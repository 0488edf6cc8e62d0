import { FileFormatError } from '@disalign/core';
import { NO_CLASS, type ImageSize } from './label-map.js';

/** Where values were read, for the error. */
export interface ValueSource extends ImageSize {
  readonly file: string;
  /** K, at most 254. */
  readonly classes: number;
}

/**
 * The one place where the values of a file become labels: 0, "other", becomes `NO_CLASS`, and k becomes k - 1.
 *
 * @throws FileFormatError naming file, pixel and value where a value is above K
 */
export function labelsOfValues(values: Uint8Array, { file, width, classes }: ValueSource): Uint8Array {
  // Of bytes, 0 - 1 is 255.
  const labels = new Uint8Array(values.length);
  for (let pixel = 0; pixel < values.length; pixel++) labels[pixel] = values[pixel] - 1;
  const wrong = values.findIndex((value) => value > classes);
  if (wrong < 0) return labels;
  const place = `row ${Math.floor(wrong / width)}, column ${wrong % width}`;
  throw new FileFormatError({
    file,
    field: `value at ${place}`,
    expected: `in 0..${classes}`,
    got: `${values[wrong]}`,
  });
}

/** The way back: `NO_CLASS` becomes 0, and k becomes k + 1. */
export function valuesOfLabels(labels: Uint8Array): Uint8Array {
  return labels.map((label) => (label === NO_CLASS ? 0 : label + 1));
}
