import { FileFormatError } from '@disalign/core';
import { renderImage, type ImageSize, type RawImage } from '@disalign/core/photographs';
import type { ClassifierCandidate } from '../classifier/classifier-candidate.js';
import { rowsOfOutput, type OutputValues } from '../runtime/output-values.js';
import { openFeatureModel, type FeatureModelOptions } from './feature-model.js';

// h x w cells at the network's stride, D features, K classes.

/** Numbers at every cell, cell by cell: [height, width, channels] row-major. */
export interface CellMap extends ImageSize {
  readonly channels: number;
  readonly data: Float32Array;
}

/** An image as the classifier of a segmentation network sees it. */
export interface ImageFeatureMaps {
  /** [h, w, D] */
  readonly features: CellMap;
  /** [h, w, K], before softmax and before they are enlarged. */
  readonly logits: CellMap;
  /** Size at which the network saw the image. */
  readonly inputSize: ImageSize;
}

/** A segmentation network in an ONNX file. */
export interface FeatureMapModel {
  readonly classifier: ClassifierCandidate;
  /** Runs the network over one image: bytes [H, W, 3], red first. @throws FileFormatError where it gives no map of the image */
  read(image: RawImage): Promise<ImageFeatureMaps>;
  /** Frees what the runtime holds. */
  close(): Promise<void>;
}

/**
 * Opens a segmentation network for its features and logits at every cell: what `writePixelShards` of `@disalign/segmentation` draws the pixels
 * of a fit from, with the labels of each image beside them.
 *
 * @throws what `extractFeatures` throws for a model or options; RangeError for preprocessing that pads, whose cells would lie elsewhere
 * @example
 * import { openFeatureMaps } from '@disalign/onnx';
 * async function mapsOf(model: string, image: { height: number; width: number; pixels: Uint8Array }) {
 *   const network = await openFeatureMaps({ model, preprocessing: 'mmseg' });
 *   const maps = await network.read({ ...image, channels: 3, data: image.pixels });
 *   await network.close();
 *   return maps; // with `labels`, an image of a FeatureMapSplit
 * }
 */
export async function openFeatureMaps(options: FeatureModelOptions): Promise<FeatureMapModel> {
  const model = await openFeatureModel(options);
  const { tap, preprocessing } = model;
  if (preprocessing.padTo !== 1) {
    await model.close();
    throw new RangeError(`openFeatureMaps: \`preprocessing.padTo\` must be 1, got ${preprocessing.padTo}`);
  }
  const { classifier } = tap;
  const mapOf = (name: string, values: OutputValues, channels: number): CellMap => {
    const [height, width] = classifier.classAxis === 'second' ? values.shape.slice(2) : values.shape.slice(1, 3);
    if (values.shape.length === 4 && values.shape[0] === 1) {
      return { height, width, channels, data: rowsOfOutput(values, classifier.classAxis) };
    }
    const got = values.shape.join(' x ');
    throw new FileFormatError({ file: options.model, field: `tensor ${name}`, expected: 'a map of one image', got });
  };
  return {
    classifier,
    async read(image) {
      const { height, width, ...input } = renderImage(image, preprocessing.form);
      const outputs = await model.run([{ height, width, ...input }]);
      return {
        features: mapOf(tap.features, outputs[tap.features], classifier.featureSize),
        logits: mapOf(tap.logits, outputs[tap.logits], classifier.classes),
        inputSize: { height, width },
      };
    },
    close: () => model.close(),
  };
}
