import { loadGlyphMasters } from '@disalign/classification';
import { createRandom } from '@disalign/core';
import { NO_CLASS, type LabelMap } from '@disalign/segmentation';
import { createSceneSet } from '../../scenes/create-scene-set.js';
import { glyphScenes150 } from '../../scenes/glyph-scenes-150.js';
import { powerLawCounts } from '../../scenes/power-law-counts.js';
import { COUNTED_CLASSES, type CountedImage, type CountedMaps } from './counting-task.js';

/** How many maps are drawn, and their side in pixels. */
export interface DrawLabelMapsOptions {
  readonly images: number;
  readonly side: number;
}

/** Cells of a network that predicts one label for each. */
const STRIDE = 8;

/** Draws labels and predictions; the same on every run. A tenth or less of the pixels has no class. */
export async function drawLabelMaps(kind: CountedMaps, options: DrawLabelMapsOptions): Promise<CountedImage[]> {
  return kind === 'noise' ? drawNoise(options) : paintLabels(options);
}

function drawNoise({ images, side }: DrawLabelMapsOptions): CountedImage[] {
  const random = createRandom(12, images, side);
  const draw = (most: number): LabelMap => ({
    height: side,
    width: side,
    labels: Uint8Array.from({ length: side * side }, () => {
      const label = random.nextInt(most);
      return label < COUNTED_CLASSES ? label : NO_CLASS;
    }),
  });
  // Of ADE20K's pixels a twelfth has no class.
  return Array.from({ length: images }, () => ({
    labels: draw(Math.round((COUNTED_CLASSES * 12) / 11)),
    prediction: draw(COUNTED_CLASSES),
  }));
}

async function paintLabels({ images, side }: DrawLabelMapsOptions): Promise<CountedImage[]> {
  const masters = await loadGlyphMasters();
  const { classes } = glyphScenes150(masters);
  const counts = powerLawCounts({ classes: classes.length, most: 0.55 * images, exponent: 0.7, least: 1 });
  const scenes = createSceneSet({ classes, counts, scenes: images, masters, fonts: 'train', seed: 12, side });
  return Array.from({ length: images }, (_, image) => {
    const { height, width, labels } = scenes.paint(image);
    return { labels: { height, width, labels }, prediction: predictCells({ height, width, labels }) };
  });
}

/** What a network with one label a cell may say: that of the cell's first pixel, or class 0 where it has none. */
function predictCells({ height, width, labels }: LabelMap): LabelMap {
  const first = (place: number) => place - (place % STRIDE);
  const predicted = labels.map((_, pixel) => {
    const label = labels[first(Math.floor(pixel / width)) * width + first(pixel % width)];
    return label === NO_CLASS ? 0 : label;
  });
  return { height, width, labels: predicted };
}
