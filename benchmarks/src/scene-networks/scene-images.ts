import type { SceneSet } from '../scenes/create-scene-set.js';

/** Labelled grey scenes in memory, all of one size. */
export interface SceneImages {
  readonly count: number;
  /** Of a scene, in pixels. */
  readonly side: number;
  /** Bytes [N, side, side]. */
  readonly pixels: Uint8Array;
  /** [N, side, side] */
  readonly labels: Uint8Array;
}

/** How the networks take grey bytes: about mean 0 and deviation 1. The three colours of a grey image are alike. */
export const sceneColors = {
  mean: [114.75, 114.75, 114.75],
  deviation: [63.75, 63.75, 63.75],
} as const;

/** Paints all scenes of a set. */
export function keepScenes(set: SceneSet): SceneImages {
  const { height: side } = set.paint(0);
  const size = side * side;
  const pixels = new Uint8Array(set.count * size);
  const labels = new Uint8Array(set.count * size);
  for (let scene = 0; scene < set.count; scene++) {
    const painted = set.paint(scene);
    pixels.set(painted.pixels, scene * size);
    labels.set(painted.labels, scene * size);
  }
  return { count: set.count, side, pixels, labels };
}
