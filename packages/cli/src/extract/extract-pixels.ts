import { describeFeatureModel, openFeatureMaps } from '@disalign/onnx';
import { ade20kFolder, runOverImages, writePixelShards, type RgbImage } from '@disalign/segmentation';
import type { ExtractedFiles, ExtractFilesOptions } from './extract-files.js';

/** Features and logits of pixels that are drawn from the images of a folder in the layout of ADE20K. */
export async function extractPixels(options: ExtractFilesOptions): Promise<ExtractedFiles> {
  const { images: root, split = 'training', imageEnding, output } = options;
  const model = await openFeatureMaps(options);
  try {
    const { splits, classes } = await ade20kFolder({ root, classes: model.classifier.classes, imageEnding });
    const { pixelsPerImage, sampling, seed, rowsPerShard, featureDtype, onProgress } = options;
    const read = ({ height, width, pixels }: RgbImage) => model.read({ height, width, channels: 3, data: pixels });
    const written = await writePixelShards(output, runOverImages(splits[split], read, options.signal), {
      ...{ pixelsPerImage, sampling, seed, rowsPerShard, featureDtype, onProgress },
      metadata: { extraction: JSON.stringify(await describeFeatureModel(options)) },
    });
    return { ...written, classNames: classes.map(({ name }) => name) };
  } finally {
    await model.close();
  }
}
