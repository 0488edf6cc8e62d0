import { createRandom } from '@disalign/core';

/** How many scenes there are, and which seed spreads the classes over them. */
export interface AssignClassesOptions {
  readonly scenes: number;
  readonly seed: number;
}

/**
 * Spreads classes over scenes: class k stands in `counts[k]` of them, each at most once in a scene.
 *
 * @param counts [K], at most `scenes`
 * @returns for each scene its classes, ascending
 * @throws RangeError when a count is not an integer in 0..scenes
 */
export function assignClasses(counts: readonly number[], { scenes, seed }: AssignClassesOptions): number[][] {
  const classesOfScene = Array.from({ length: scenes }, (): number[] => []);
  const random = createRandom(seed);
  for (const [label, count] of counts.entries()) {
    if (!Number.isInteger(count) || count < 0 || count > scenes) {
      throw new RangeError(`assignClasses: \`counts[${label}]\` must be an integer in 0..${scenes}, got ${count}`);
    }
    const order = random.shuffle(Int32Array.from(classesOfScene.keys()));
    for (const scene of order.subarray(0, count)) classesOfScene[scene].push(label);
  }
  return classesOfScene;
}
