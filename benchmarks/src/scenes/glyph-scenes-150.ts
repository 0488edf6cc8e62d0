import type { GlyphMasters } from '@disalign/classification';
import { createSceneClasses, type SceneClassGroup } from './create-scene-classes.js';
import { createSceneSet, type SceneSet } from './create-scene-set.js';
import { powerLawCounts } from './power-law-counts.js';
import type { SceneClass } from './scene-class.js';

/**
 * Head, body and tail of ADE20K by index, with as many textures in each as it has classes of stuff. Signs of frequent classes are larger
 * too, so that classes have about the shares of pixels that ADE20K's have.
 */
const groups: readonly SceneClassGroup[] = [
  { classes: 20, stuff: 10, region: 'background', diameter: [40, 54] },
  { classes: 55, stuff: 14, region: { halfWidth: 24, halfHeight: 20 }, diameter: [28, 40] },
  { classes: 75, stuff: 11, region: { halfWidth: 15, halfHeight: 14 }, diameter: [22, 32] },
];

/** Scenes of each split, in how many of them a class stands at least, and the fonts of their signs. */
const splits = {
  training: { scenes: 800, least: 5, fonts: 'train', seed: 1 },
  selection: { scenes: 300, least: 12, fonts: 'validation', seed: 2 },
  test: { scenes: 300, least: 12, fonts: 'test', seed: 3 },
} as const;

// Which class is which texture or character: fixed, so that a class looks alike under every seed.
const LOOKS_SEED = 150;

/** GlyphScenes-150: its classes, most frequent first, and the scenes of its splits. */
export interface GlyphScenes150 {
  readonly classes: readonly SceneClass[];
  readonly splits: Readonly<Record<keyof typeof splits, SceneSet>>;
}

/**
 * GlyphScenes-150: painted scenes with ADE20K's 150 classes in number, head, body and tail, stuff and things, and about its shares of
 * pixels. 800 training scenes of 128 x 128; 300 to choose on and 300 to test on, with fonts of their own, in which a class stands in
 * 12 at least.
 *
 * Class k = 1..150 stands in `0.55 scenes k^-0.7` scenes: 440 down to 13 of 800.
 */
export function glyphScenes150(masters: GlyphMasters): GlyphScenes150 {
  const classes = createSceneClasses({ groups, characters: masters.characters, seed: LOOKS_SEED });
  const split = (name: keyof typeof splits) => {
    const { scenes, least, fonts, seed } = splits[name];
    const counts = powerLawCounts({ classes: classes.length, most: 0.55 * scenes, exponent: 0.7, least });
    return createSceneSet({ classes, counts, scenes, masters, fonts, seed });
  };
  return { classes, splits: { training: split('training'), selection: split('selection'), test: split('test') } };
}
