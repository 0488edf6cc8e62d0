import { openFeatureMaps, type FeatureMapModel } from '@disalign/onnx';
import { ade20kFolder, writePixelShards, type FeatureMapSplit, type SegmentationSplit } from '@disalign/segmentation';
import { describeExtraction } from './describe-extraction.js';
import type { ExtractedFiles, ExtractFilesOptions } from './extract-files.js';

/** Features and logits of pixels that are drawn from the images of a folder in the layout of ADE20K. */
export async function extractPixels(options: ExtractFilesOptions): Promise<ExtractedFiles> {
  const { images: root, split = 'training', imageEnding, output } = options;
  const model = await openFeatureMaps(options);
  try {
    const { splits, classes } = await ade20kFolder({ root, classes: model.classifier.classes, imageEnding });
    const { pixelsPerImage, sampling, seed, rowsPerShard, featureDtype, onProgress } = options;
    const written = await writePixelShards(output, mapsOf(splits[split], model, options.signal), {
      ...{ pixelsPerImage, sampling, seed, rowsPerShard, featureDtype, onProgress },
      metadata: { extraction: JSON.stringify(await describeExtraction(options)) },
    });
    return { ...written, classNames: classes.map(({ name }) => name) };
  } finally {
    await model.close();
  }
}

function mapsOf(split: SegmentationSplit, model: FeatureMapModel, signal: AbortSignal | undefined): FeatureMapSplit {
  return {
    count: split.count,
    async read(row) {
      signal?.throwIfAborted();
      const { image, labels } = await split.read(row);
      const { height, width, pixels } = image;
      return { ...(await model.read({ height, width, channels: 3, data: pixels })), labels };
    },
  };
}
