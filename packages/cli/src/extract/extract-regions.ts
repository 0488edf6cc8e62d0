import { openFeatureShards } from '@disalign/core/node';
import {
  drawnRegions,
  labelRegions,
  readGroundTruth,
  resumeRegionShards,
  type GroundTruth,
  type RegionSplit,
} from '@disalign/detection';
import { describeFeatureModel, openRegionFeatures, type RegionFeatureModel } from '@disalign/onnx';
import { hashFile } from '../files/hash-file.js';
import type { ExtractedFiles, ExtractFilesOptions } from './extract-files.js';
import { readAnnotatedPicture } from './read-annotated-picture.js';
import { regionGeometry } from './region-geometry.js';

/** Features and logits of the regions that a detector proposes on the images of an annotation file, with boxes and labels. */
export async function extractRegions(options: ExtractFilesOptions): Promise<ExtractedFiles> {
  const { images, output, boxes, deltas, background = 'last', format = 'lvis' } = options;
  const { regionsPerImage: perImage, seed, featureDtype: dtype = 'F32', shardBytes, onProgress } = options;
  if (boxes === undefined) throw new RangeError('extractFiles: `boxes` must name a tensor for detection, got none');
  if (dtype === 'BF16') throw new RangeError('extractFiles: `featureDtype` must be F32 or F16 for detection, got BF16');
  const truth = await readGroundTruth(images, { format });
  const model = {
    ...options,
    classes: options.classes ?? truth.categories.length + 1,
    further: [boxes, ...(deltas === undefined ? [] : [deltas])],
  };
  const detector = await openRegionFeatures(model);
  try {
    const proposed = proposals(truth, detector, { ...options, boxes, background });
    const labelled = labelRegions(proposed, truth, { background });
    const split = perImage === undefined ? labelled : drawnRegions(labelled, { perImage, seed, background });
    const settings = { format, background, boxes, deltas, perImage, seed, annotations: await hashFile(images) };
    const extraction = JSON.stringify({ ...(await describeFeatureModel(model)), ...settings });
    const files = await resumeRegionShards(output, split, { dtype, shardBytes, onProgress, metadata: { extraction } });
    const { rows } = await openFeatureShards(files);
    return { files, rows, classNames: truth.categories.map(({ name }) => name) };
  } finally {
    await detector.close();
  }
}

/** Regions of the images in the order of their ids. A picture is read while the one before is run. */
function proposals(
  truth: GroundTruth,
  detector: RegionFeatureModel,
  options: ExtractFilesOptions & Required<Pick<ExtractFilesOptions, 'boxes' | 'background'>>,
): RegionSplit {
  const { model, background, root, signal } = options;
  const count = truth.images.ids.length;
  const begin = (index: number) => {
    const picture = readAnnotatedPicture(truth, index, root);
    // What fails is told when it is the turn of this image.
    picture.catch(() => undefined);
    return { index, picture };
  };
  let begun: ReturnType<typeof begin> | undefined;
  return {
    count,
    async read(index) {
      signal?.throwIfAborted();
      const { picture } = begun?.index === index ? begun : begin(index);
      const image = await picture;
      begun = index + 1 < count ? begin(index + 1) : undefined;
      const { head, tensors, inputSize: frame } = await detector.read(image);
      const { rows } = head;
      const geometry = regionGeometry(tensors, options, { model, background, rows, ...detector.classifier });
      const size = { height: image.height, width: image.width };
      return { id: truth.images.ids[index], frame, size, heads: [head], ...geometry, masks: null, labels: null };
    },
  };
}
