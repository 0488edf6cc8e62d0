import { countLabels } from '../features/count-labels.js';
import type { MethodData } from './method.js';

/** [K] the counts that are given, or the rows of each class. @throws RangeError if there are not K */
export async function trainCounts(method: string, { train, counts }: MethodData): Promise<number[]> {
  const all = Array.from(counts ?? countLabels(await train.labels(), train.classes));
  if (all.length === train.classes) return all;
  throw new RangeError(`${method}: \`counts\` must hold ${train.classes} numbers, one a class, got ${all.length}`);
}

/** A part of the data that a method cannot do without. @throws RangeError naming it, and what for, if it is not there */
export function requirePart<Part extends 'validation' | 'head' | 'balanced'>(
  method: string,
  data: MethodData,
  part: Part,
  purpose: string,
): NonNullable<MethodData[Part]> {
  const value = data[part];
  if (value === undefined) throw new RangeError(`${method}: \`${part}\` must be given, ${purpose}, got nothing`);
  const { classes, featureSize } = data.train;
  if (value.classes === classes && value.featureSize === featureSize) return value;
  throw new RangeError(
    `${method}: \`${part}\` must have ${classes} classes and ${featureSize} features, as \`train\` has, got ${value.classes} and ${value.featureSize}`,
  );
}
