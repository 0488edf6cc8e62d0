import type { FeatureMapSplit, LabelledFeatureMaps } from '@disalign/segmentation';

/**
 * Images as small as the maps of their network: of each cell the label of one pixel, that near its centre. Scores over them are those
 * over a sample of the pixels, and take as much less time as there are pixels to a cell.
 */
export function labelCells(images: FeatureMapSplit): FeatureMapSplit {
  return {
    count: images.count,
    read: async (row) => {
      const { features, logits, labels } = await images.read(row);
      return { features, logits, labels: sampleLabels(labels, logits) };
    },
  };
}

type Size = Pick<LabelledFeatureMaps['labels'], 'height' | 'width'>;

function sampleLabels(labels: LabelledFeatureMaps['labels'], { height, width }: Size): LabelledFeatureMaps['labels'] {
  const sampled = new Uint8Array(height * width);
  for (let row = 0; row < height; row++) {
    const y = Math.floor(((row + 0.5) * labels.height) / height);
    for (let column = 0; column < width; column++) {
      const x = Math.floor(((column + 0.5) * labels.width) / width);
      sampled[row * width + column] = labels.labels[y * labels.width + x];
    }
  }
  return { height, width, labels: sampled };
}
