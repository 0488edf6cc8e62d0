import { createRandom } from '@disalign/core';
import { boxDeltas, matchBoxes } from '@disalign/detection';
import type { AnnotatedScenes } from './annotate-scenes.js';
import { drawProposals, type Corners } from './draw-proposals.js';
import { MASK_SIDE } from './region-network.js';

// R regions of some scenes, K classes.

/** What a network is to say of regions. */
export interface RegionTargets {
  /** [R, 4] corners. */
  readonly boxes: Float32Array;
  /** [R] which of the scenes. */
  readonly mapOf: Int32Array;
  /** [R] class, or K for background. */
  readonly labels: Int32Array;
  /** [R] 1 where there is an object, which deltas and masks are of; 0 for background. */
  readonly objects: Float32Array;
  /** [R, 4] */
  readonly deltas: Float32Array;
  /** [R, 14 x 14] 1 where the object is seen. */
  readonly masks: Float32Array;
}

/** Annotated objects of a scene. */
export interface SceneObjects {
  readonly labels: readonly number[];
  readonly corners: readonly Corners[];
}

/** The objects of each scene, as they are annotated. */
export function objectsOfScenes({ json }: Pick<AnnotatedScenes, 'json'>): SceneObjects[] {
  const objects = new Map(
    json.images.map(({ id }) => [id, { labels: new Array<number>(), corners: new Array<Corners>() }]),
  );
  for (const {
    image_id,
    category_id,
    bbox: [x, y, width, height],
  } of json.annotations) {
    const own = objects.get(image_id);
    own?.labels.push(category_id - 1);
    own?.corners.push([x, y, x + width, y + height]);
  }
  return [...objects.values()];
}

/** Which proposals of a scene are drawn. */
export interface ProposalDraw {
  /** Of the training. */
  readonly seed: number;
  /** Below 1,000: others of the same scene. */
  readonly draw: number;
  /** Number of the scene. */
  readonly scene: number;
}

/** Proposals of a training scene: those that are drawn, and the objects themselves, as in the training of Fast R-CNN. */
export function trainingProposals(
  { corners }: SceneObjects,
  side: number,
  { seed, draw, scene }: ProposalDraw,
): Float32Array {
  const drawn = drawProposals(corners, { side, random: createRandom(1000 * seed + draw, scene) });
  return Float32Array.from([...corners.flat(), ...drawn]);
}

/**
 * What a network is to learn of the proposals of some scenes: a region has the class of the object that it overlaps by an IoU of 0.5 or more, its
 * box as deltas, and its mask as it is seen in the region.
 */
export function regionTargets(
  { scenes, json }: AnnotatedScenes,
  objects: readonly SceneObjects[],
  proposals: readonly { readonly scene: number; readonly boxes: Float32Array }[],
): RegionTargets {
  const background = json.categories.length;
  const rows = proposals.reduce((sum, { boxes }) => sum + boxes.length / 4, 0);
  const targets = {
    boxes: new Float32Array(4 * rows),
    mapOf: new Int32Array(rows),
    labels: new Int32Array(rows).fill(background),
    objects: new Float32Array(rows),
    deltas: new Float32Array(4 * rows),
    masks: new Float32Array(MASK_SIDE ** 2 * rows),
  };
  let row = 0;
  for (const [map, { scene, boxes }] of proposals.entries()) {
    const { labels, corners } = objects[scene];
    targets.boxes.set(boxes, 4 * row);
    for (const [own, match] of matchBoxes(boxes, Float64Array.from(corners.flat())).entries()) {
      targets.mapOf[row] = map;
      if (match >= 0) {
        const box = boxes.subarray(4 * own, 4 * own + 4);
        targets.labels[row] = labels[match];
        targets.objects[row] = 1;
        targets.deltas.set(boxDeltas(box, Float64Array.from(corners[match])), 4 * row);
        targets.masks.set(maskIn(scenes[scene], labels[match], box), MASK_SIDE ** 2 * row);
      }
      row++;
    }
  }
  return targets;
}

/** A class stands at most once in a scene: its pixels are its object's. */
function maskIn(
  { labels, width, height }: AnnotatedScenes['scenes'][number],
  label: number,
  [left, top, right, bottom]: Float32Array,
): number[] {
  const pixelAt = (from: number, to: number, cell: number, most: number) =>
    Math.min(most - 1, Math.floor(from + ((cell + 0.5) * (to - from)) / MASK_SIDE));
  return Array.from({ length: MASK_SIDE ** 2 }, (_, cell) => {
    const x = pixelAt(left, right, cell % MASK_SIDE, width);
    const y = pixelAt(top, bottom, Math.floor(cell / MASK_SIDE), height);
    return labels[y * width + x] === label ? 1 : 0;
  });
}
