import type { HostRows } from '@disalign/core';
import { renderImage, type ImageSize, type RawImage } from '@disalign/core/photographs';
import type { ClassifierCandidate } from '../classifier/classifier-candidate.js';
import { rowsOfOutput, type OutputValues } from '../runtime/output-values.js';
import { openFeatureModel, type FeatureModelOptions } from './feature-model.js';

// R regions of an image, D features, K logits with the background's.

/** The regions of an image as the box head of a detector sees them. */
export interface ImageRegions {
  /** Features [R, D] and logits [R, K]. */
  readonly head: HostRows;
  /** The `further` tensors that were asked for, by name: boxes, deltas, masks. */
  readonly tensors: Readonly<Record<string, OutputValues>>;
  /** Size at which the network saw the image, without what it was filled up with: boxes are in its pixels. */
  readonly inputSize: ImageSize;
}

/** A detector in an ONNX file. */
export interface RegionFeatureModel {
  readonly classifier: ClassifierCandidate;
  /** Runs the detector over one image: bytes [H, W, 3], red first. */
  read(image: RawImage): Promise<ImageRegions>;
  /** Frees what the runtime holds. */
  close(): Promise<void>;
}

/**
 * Opens a detector for the features and logits of its regions, and for whatever else `further` names: what `writeRegionSamples` of
 * `@disalign/detection` draws the regions of a fit from, once boxes and labels are beside them.
 *
 * @throws what `extractFeatures` throws for a model or options
 * @example
 * import { openRegionFeatures } from '@disalign/onnx';
 * async function regionsOf(model: string, image: { height: number; width: number; channels: number; data: Uint8Array }) {
 *   const detector = await openRegionFeatures({ model, preprocessing: 'detectron2', further: ['proposals', 'deltas'] });
 *   const { head, tensors, inputSize } = await detector.read(image);
 *   await detector.close();
 *   const { data: boxes } = tensors.proposals;
 *   return { id: 7, heads: [head], boxes, deltas: tensors.deltas.data, frame: inputSize, size: image, masks: null, labels: null };
 * }
 */
export async function openRegionFeatures(options: FeatureModelOptions): Promise<RegionFeatureModel> {
  const model = await openFeatureModel(options);
  const { tap, preprocessing } = model;
  const { classifier, further } = tap;
  return {
    classifier,
    async read(image) {
      const { height, width, ...input } = renderImage(image, preprocessing.form);
      const outputs = await model.run([{ height, width, ...input }]);
      const logits = rowsOfOutput(outputs[tap.logits], classifier.classAxis);
      const features = rowsOfOutput(outputs[tap.features], classifier.classAxis);
      return {
        head: { rows: logits.length / classifier.classes, features, logits },
        tensors: Object.fromEntries(further.map((name) => [name, outputs[name]])),
        inputSize: { height, width },
      };
    },
    close: () => model.close(),
  };
}
