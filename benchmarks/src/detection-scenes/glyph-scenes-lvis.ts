import { exponentialCounts, type GlyphMasters } from '@disalign/classification';
import { createSceneClasses } from '../scenes/create-scene-classes.js';
import { createSceneSet, type SceneSet } from '../scenes/create-scene-set.js';
import { findLookAlikes } from './find-look-alikes.js';

// K classes.

const CLASSES = 60;

/** Signs of all classes are of all sizes: only their number makes a class rare. */
const DIAMETER: readonly [number, number] = [26, 44];

/**
 * Scenes of each split; a class stands in `share` as many of them as there are training scenes of it, but in `least` at least; and the
 * fonts of the signs.
 */
const splits = {
  training: { scenes: 1000, share: 1, least: 2, fonts: 'train', seed: 61 },
  selection: { scenes: 300, share: 0.25, least: 10, fonts: 'validation', seed: 62 },
  test: { scenes: 400, share: 0.3, least: 15, fonts: 'test', seed: 63 },
} as const;

/** What stage 2 is fitted to, what its strength is chosen on, and what is scored once. */
export type DetectionSplit = keyof typeof splits;
export const detectionSplits: readonly DetectionSplit[] = ['training', 'selection', 'test'];

// Which class is which character: fixed, so that a class looks alike under every seed.
const LOOKS_SEED = 60;
const LOOK_ALIKES = 6;

/** GlyphScenes for detection: its classes, most frequent first, and its scenes. */
export interface GlyphScenesLvis {
  /** [K] the character on the signs of a class, by which it is called. */
  readonly names: readonly string[];
  /** [K] of each class the 6 whose characters look most like its own, the most alike first. */
  readonly lookAlikes: readonly (readonly number[])[];
  readonly scenes: Readonly<Record<DetectionSplit, SceneSet>>;
}

/**
 * Scenes of 128 x 128 with signs and nothing else, a long tail as LVIS has it: of 60 classes, class k = 1..60 stands in
 * `600 / 300^((k - 1) / 59)` of the 1,000 training scenes, 600 down to 2. With the limits of LVIS (10 and 100 images) about a third of the classes
 * each is rare, common and frequent. 300 scenes to choose on and 400 to test on have fonts of their own.
 */
export function glyphScenesLvis(masters: GlyphMasters): GlyphScenesLvis {
  const group = { classes: CLASSES, stuff: 0, region: 'background', diameter: DIAMETER } as const;
  const classes = createSceneClasses({ groups: [group], characters: masters.characters, seed: LOOKS_SEED });
  const characters = classes.flatMap((look) => (look.kind === 'sign' ? [look.character] : []));
  const trainCounts = exponentialCounts({ classes: CLASSES, max: 600, imbalance: 300 });
  const setOf = ({ scenes, share, least, fonts, seed }: (typeof splits)[DetectionSplit]) => {
    const counts = trainCounts.map((count) => Math.max(least, Math.round(share * count)));
    return createSceneSet({ classes, counts, scenes, masters, fonts, seed });
  };
  return {
    names: characters.map((character) => nameOf(masters.characters[character])),
    lookAlikes: findLookAlikes(masters, characters, LOOK_ALIKES),
    scenes: { training: setOf(splits.training), selection: setOf(splits.selection), test: setOf(splits.test) },
  };
}

/** A character outside ASCII is named by its code too. */
function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? character : `${character} U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
