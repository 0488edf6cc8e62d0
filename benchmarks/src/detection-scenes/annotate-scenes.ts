import { createRandom } from '@disalign/core';
import { compressRuns, encodeMask, frequencyGroups, type Frequency } from '@disalign/detection';
import type { SceneSet } from '../scenes/create-scene-set.js';
import type { Scene, SceneSign } from '../scenes/scene.js';
import type { GlyphScenesLvis } from './glyph-scenes-lvis.js';

// K classes.

/** An annotation file as LVIS v1 has it. */
export interface LvisJson {
  readonly images: readonly {
    readonly id: number;
    readonly height: number;
    readonly width: number;
    readonly neg_category_ids: readonly number[];
    readonly not_exhaustive_category_ids: readonly number[];
  }[];
  readonly annotations: readonly {
    readonly id: number;
    readonly image_id: number;
    readonly category_id: number;
    readonly bbox: readonly [x: number, y: number, width: number, height: number];
    readonly area: number;
    readonly segmentation: { readonly size: readonly number[]; readonly counts: string };
  }[];
  readonly categories: readonly {
    readonly id: number;
    readonly name: string;
    readonly frequency: Frequency;
    readonly image_count: number;
    readonly instance_count: number;
  }[];
}

/** Painted scenes with their annotations. */
export interface AnnotatedScenes {
  readonly scenes: readonly Scene[];
  readonly json: LvisJson;
}

/** How scenes are annotated. */
export interface AnnotateScenesOptions extends Pick<GlyphScenesLvis, 'names' | 'lookAlikes'> {
  /** Of the first image; the others follow. */
  readonly firstId: number;
  /** Draws which look-alikes an image is known not to show. */
  readonly seed: number;
  /** Training scenes, whose counts and frequency groups are kept. Default: these are they. */
  readonly training?: LvisJson;
}

/** A sign of which less is seen is none. */
const LEAST_PIXELS = 60;

/**
 * Paints scenes and annotates them: category k + 1 is class k; boxes and masks are what is seen of a sign, of which 60 pixels must be;
 * an image is known not to show 3 to 5 classes, look-alikes of those that it shows. No image is annotated in part.
 */
export function annotateScenes(set: SceneSet, options: AnnotateScenesOptions): AnnotatedScenes {
  const { names, lookAlikes, firstId, seed, training } = options;
  const scenes = Array.from({ length: set.count }, (_, index) => set.paint(index));
  const annotations = scenes.flatMap((scene, index) =>
    seenSigns(scene).map((sign) => ({
      image_id: firstId + index,
      category_id: sign.label + 1,
      ...shapeOf(sign, scene),
    })),
  );
  const images = scenes.map(({ height, width, signs }, index) => {
    const random = createRandom(seed, index);
    const present = signs.map(({ label }) => label);
    const absent = [...new Set(present.flatMap((label) => lookAlikes[label]))].filter(
      (label) => !present.includes(label),
    );
    const chosen = random.shuffle(absent).slice(0, 3 + random.nextInt(3));
    return {
      id: firstId + index,
      height,
      width,
      neg_category_ids: chosen.map((label) => label + 1).sort((a, b) => a - b),
      not_exhaustive_category_ids: [],
    };
  });
  // A class stands at most once in a scene: images are as many as instances.
  const counts = names.map((_, label) => annotations.filter(({ category_id }) => category_id === label + 1).length);
  const categories = names.map((name, label) => ({
    id: label + 1,
    name,
    frequency: frequencyGroups(counts)[label],
    image_count: counts[label],
    instance_count: counts[label],
  }));
  return {
    scenes,
    json: {
      images,
      annotations: annotations.map((annotation, index) => ({ id: index + 1, ...annotation })),
      categories: training?.categories ?? categories,
    },
  };
}

function seenSigns({ signs }: Scene): SceneSign[] {
  return signs.filter(({ area }) => area >= LEAST_PIXELS);
}

function shapeOf({ mask, area, box: { x, y, width, height } }: SceneSign, size: Scene) {
  const { runs } = encodeMask(mask, { height: size.height, width: size.width });
  const segmentation = { size: [size.height, size.width], counts: compressRuns(runs) };
  return { bbox: [x, y, width, height] as const, area, segmentation };
}
