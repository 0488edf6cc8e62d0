import type { GlyphFont, GlyphMasters } from '@disalign/classification';
import { createRandom, type Random } from '@disalign/core';
import { assignClasses } from './assign-classes.js';
import { paintScene } from './paint-scene.js';
import type { SceneClass } from './scene-class.js';
import type { Scene } from './scene.js';

/** Which scenes are painted. */
export interface SceneSetOptions {
  /** [K], see `createSceneClasses`. */
  readonly classes: readonly SceneClass[];
  /** [K] in how many scenes each class stands; a background may stand in more, where a scene would have none. */
  readonly counts: readonly number[];
  readonly scenes: number;
  readonly masters: GlyphMasters;
  /** Fonts of the signs. */
  readonly fonts: GlyphFont['split'];
  /** Another seed, other scenes. */
  readonly seed: number;
  /** Of a scene, in pixels. Default 128. */
  readonly side?: number;
}

/** Scenes that are painted when they are asked for. */
export interface SceneSet {
  readonly count: number;
  /** Depends on the options and `index` alone. @throws RangeError when `index` is not in 0..count - 1 */
  paint(index: number): Scene;
}

/**
 * A set of painted scenes of which every class stands in as many as it is given.
 *
 * @throws RangeError when there is not a count for each class, or one is above the number of scenes
 */
export function createSceneSet(options: SceneSetOptions): SceneSet {
  const { classes, counts, scenes, masters, seed, side = 128 } = options;
  if (counts.length !== classes.length) {
    throw new RangeError(`createSceneSet: \`counts\` must have ${classes.length} entries, got ${counts.length}`);
  }
  const fonts = masters.fonts.flatMap(({ split }, row) => (split === options.fonts ? [row] : []));
  const classesOfScene = assignClasses(counts, { scenes, seed });
  return {
    count: scenes,
    paint(index) {
      if (!(index in classesOfScene)) {
        throw new RangeError(`paint: \`index\` must be an integer in 0..${scenes - 1}, got ${index}`);
      }
      const random = createRandom(seed, index);
      const labels = withBackground(classesOfScene[index], options, random);
      const present = labels.map((label) => ({ label, look: classes[label] }));
      return paintScene({ side, classes: present, masters, fonts }, random);
    },
  };
}

/** A scene without a background gets one, as often each as it stands in scenes; where no class is one, the scene stays bare. */
function withBackground(labels: readonly number[], { classes, counts }: SceneSetOptions, random: Random): number[] {
  const isBackground = (label: number) => {
    const look = classes[label];
    return look.kind === 'stuff' && look.region === 'background';
  };
  if (labels.some(isBackground)) return [...labels];
  const backgrounds = [...classes.keys()].filter(isBackground);
  let rest = random.nextFloat() * backgrounds.reduce((sum, label) => sum + counts[label], 0);
  const drawn = backgrounds.find((label) => (rest -= counts[label]) < 0);
  return drawn === undefined ? [...labels] : [drawn, ...labels];
}
