import type { WriteFeatureShardsOptions, WrittenFeatureShards } from '@disalign/core/node';
import { extractFeatures, type ExtractFeaturesOptions, type FeatureModelOptions } from '@disalign/onnx';
import type { PixelSampling } from '@disalign/segmentation';
import type { Task } from '../tasks/task.js';
import { extractPixels } from './extract-pixels.js';
import { listPictures, type PictureOptions } from './list-pictures.js';

/** Which pictures go through which model. */
export interface ExtractFilesOptions
  extends
    FeatureModelOptions,
    PictureOptions,
    Pick<WriteFeatureShardsOptions, 'rowsPerShard' | 'featureDtype'>,
    Pick<ExtractFeaturesOptions, 'views' | 'seed' | 'batchSize' | 'augmentation'> {
  /** Default `classification`; `segmentation` is the other. */
  readonly task?: Exclude<Task, 'detection'>;
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
 * `disalign extract`: features and logits of pictures, or of pixels drawn from them, as the classifier of an ONNX model sees them, as shards
 * that a fit reads. Called again after an interruption, it goes on: every picture counts once.
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
  const { classNames, pictures } = await listPictures(options);
  const { output: out, classes = classNames.length } = options;
  return { ...(await extractFeatures({ ...options, classes, images: pictures, out })), classNames };
}
