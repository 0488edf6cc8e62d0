import {
  runFeatureNetwork,
  type FeatureMapSplit,
  type FeatureNetwork,
  type SegmentationSplit,
} from '@disalign/segmentation';
import type { SceneSet } from '../scenes/create-scene-set.js';
import { sceneColors } from './scene-images.js';

type ReadableSplit = Pick<SegmentationSplit, 'count' | 'read'>;

/** Scenes behind a network that sees them at their own size. */
export function runOverScenes(split: ReadableSplit, network: FeatureNetwork): FeatureMapSplit {
  return runFeatureNetwork(split, network, { inputSize: (image) => image, colors: sceneColors });
}

/** A set of painted scenes as labelled colour images, whose three channels are alike. */
export function sceneSplit(set: SceneSet): ReadableSplit {
  return {
    count: set.count,
    read: async (row) => {
      const { height, width, labels, pixels: grey } = set.paint(row);
      const pixels = new Uint8Array(3 * grey.length);
      for (let i = 0; i < pixels.length; i++) pixels[i] = grey[Math.floor(i / 3)];
      return { name: `scene-${row}`, image: { height, width, pixels }, labels: { height, width, labels } };
    },
  };
}
