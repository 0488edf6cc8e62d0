import type { WriteFeatureShardsOptions, WrittenFeatureShards } from '@disalign/core/node';
import { extractFeatures, type ExtractFeaturesOptions, type FeatureModelOptions } from '@disalign/onnx';
import type { BackgroundColumn } from '@disalign/core';
import type { AnnotationFormat } from '@disalign/detection';
import type { PixelSampling } from '@disalign/segmentation';
import type { Task } from '../tasks/task.js';
import { extractPixels } from './extract-pixels.js';
import { extractRegions } from './extract-regions.js';
import { listPictures, type PictureOptions } from './list-pictures.js';
import type { RegionTensors } from './region-geometry.js';

/** Which pictures go through which model. */
export interface ExtractFilesOptions
  extends
    FeatureModelOptions,
    PictureOptions,
    Partial<RegionTensors>,
    Pick<WriteFeatureShardsOptions, 'rowsPerShard' | 'featureDtype'>,
    Pick<ExtractFeaturesOptions, 'views' | 'seed' | 'batchSize' | 'augmentation'> {
  /** Default `classification`. */
  readonly task?: Task;
  /** Folder of the shards; it is made where it is missing. */
  readonly output: string;
  /** Segmentation: part of a folder in the layout of ADE20K. Default `training`. */
  readonly split?: 'training' | 'validation';
  /** Segmentation: how the names of pictures end. Default `jpg`. */
  readonly imageEnding?: 'jpg' | 'png';
  /** Segmentation: rows of each image. Default 128. */
  readonly pixelsPerImage?: number;
  /** Segmentation: which pixels are drawn. Default `uniform`. */
  readonly sampling?: PixelSampling;
  /** Detection: whose annotation file `images` is. Default `lvis`. */
  readonly format?: AnnotationFormat;
  /** Detection: column of the background. Default `last`. */
  readonly background?: BackgroundColumn;
  /** Detection: regions of each image, at most, drawn as in training; a fit needs no more. Default: all, which AP needs. */
  readonly regionsPerImage?: number;
  /** Detection: a shard is closed with the image that makes it so large. Default 64 MiB. */
  readonly shardBytes?: number;
  /** Told after each picture or batch of them. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  readonly signal?: AbortSignal;
}

/** What was extracted. */
export interface ExtractedFiles extends WrittenFeatureShards {
  /** [K] in class order. */
  readonly classNames: readonly string[];
}

/**
 * `disalign extract`: features and logits of pictures, of pixels drawn from them, or of the regions that a detector proposes, as the
 * classifier of an ONNX model sees them, as shards that a fit reads. Called again after an interruption, it goes on: every picture counts
 * once. Regions come with their boxes, so that AP can be evaluated on them, and have the label of the ground truth that they overlap by half.
 *
 * @throws FileFormatError naming model, list or picture; RangeError for options out of range or other than those of shards that are there;
 *   what @disalign/onnx and the file system throw; the reason of `signal`
 * @example
 * import { extractFiles } from 'disalign';
 * const extract = (model: string) =>
 *   extractFiles({ model, preprocessing: 'torchvision', images: 'pictures/train', views: 4, output: 'train' });
 */
export async function extractFiles(options: ExtractFilesOptions): Promise<ExtractedFiles> {
  if (options.task === 'segmentation') return extractPixels(options);
  if (options.task === 'detection') return extractRegions(options);
  const { classNames, pictures } = await listPictures(options);
  const { output: out, classes = classNames.length } = options;
  return { ...(await extractFeatures({ ...options, classes, images: pictures, out })), classNames };
}
