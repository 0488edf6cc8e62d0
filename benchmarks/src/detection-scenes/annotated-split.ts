import { loadGlyphMasters } from '@disalign/classification';
import { annotateScenes, type AnnotatedScenes, type LvisJson } from './annotate-scenes.js';
import { glyphScenesLvis, type DetectionSplit } from './glyph-scenes-lvis.js';

/** Ids of the images of each split start here. */
const FIRST_IDS = { training: 1, selection: 2001, test: 3001 } as const;
const NEGATIVES_SEED = 64;

/** A split of GlyphScenes for detection, painted and annotated. @param training of any other split: the training annotations */
export async function annotatedSplit(split: DetectionSplit, training?: LvisJson): Promise<AnnotatedScenes> {
  const { scenes, ...looks } = glyphScenesLvis(await loadGlyphMasters());
  return annotateScenes(scenes[split], { ...looks, firstId: FIRST_IDS[split], seed: NEGATIVES_SEED, training });
}
