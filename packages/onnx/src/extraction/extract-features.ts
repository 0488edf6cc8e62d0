import type { FeatureBatch } from '@disalign/core';
import { resumeFeatureShards, type WriteFeatureShardsOptions, type WrittenFeatureShards } from '@disalign/core/node';
import type { PhotographAugmentation, PhotographPlace } from '@disalign/core/photographs';
import { completePreprocessing } from '../preprocessing/complete-preprocessing.js';
import { describeFeatureModel } from './describe-feature-model.js';
import { openFeatureModel, type FeatureModel, type FeatureModelOptions } from './feature-model.js';
import { hashImageList } from './hash-image-list.js';
import { startProgress, type ExtractionProgress } from './extraction-progress.js';
import { renderViews } from './render-views.js';
import { rowsOfImages } from './rows-of-images.js';

// N images, D features, K classes.

/** A picture on disk and its class. */
export interface LabelledPhotograph extends PhotographPlace {
  /** 0..K - 1; negative: its row is ignored. */
  readonly label: number;
}

/** What is extracted, of what, and where it goes. */
export interface ExtractFeaturesOptions extends FeatureModelOptions, Omit<WriteFeatureShardsOptions, 'metadata'> {
  /** The pictures; picture i becomes row i. */
  readonly images: Iterable<LabelledPhotograph> | AsyncIterable<LabelledPhotograph>;
  /** Folder of the shards; it is made where it is missing. */
  readonly out: string;
  /**
   * Views of each picture: view 0 is the picture as it is evaluated, the others are drawn. Several where the network may have learned its
   * training pictures by heart. Default 1.
   */
  readonly views?: number;
  /** How the other views vary. Default: the paper's recipe for ImageNet-LT, see `PhotographAugmentation`. */
  readonly augmentation?: PhotographAugmentation;
  /** Draws the views: each depends on (seed, view, row) alone. Default 0. */
  readonly seed?: number;
  /** Pictures that are run at once; where the model takes a fixed number, that one. Default 32. */
  readonly batchSize?: number;
  /** Told at the start and after each batch. */
  readonly onProgress?: (progress: ExtractionProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Features and logits of pictures as the classifier of an ONNX model sees them, as shards that a fit reads. Pictures are decoded in threads
 * while the model runs. Called again after an interruption, it goes on where whole shards end: every picture has one row, and the files
 * are, to the byte, those of a run that was not interrupted. A set that is complete stays as it is.
 *
 * Tensors of a shard: see `writeFeatureShards`. Its metadata keep the SHA-256 of model and list, and all settings that rows depend on.
 *
 * @throws FileFormatError for a model that `tapModel` does not take, one that gives no row for each picture, or a picture that cannot be read;
 * RangeError for options out of range, or other than those of the shards that are there; Error where onnxruntime-node is not installed or the
 * provider does not start; what `signal` was aborted with
 * @example
 * import { extractFeatures } from '@disalign/onnx';
 * import { openFeatureShards } from '@disalign/core/node';
 * async function featuresOf(model: string, images: Iterable<{ path: string; label: number }>) {
 *   await extractFeatures({ model, images, preprocessing: 'torchvision', views: 4, out: 'train' });
 *   return openFeatureShards('train/*.safetensors');
 * }
 */
export async function extractFeatures(options: ExtractFeaturesOptions): Promise<WrittenFeatureShards> {
  const { out, rowsPerShard, featureDtype, prefix } = options;
  const images: LabelledPhotograph[] = [];
  for await (const image of options.images) images.push(image);
  const plan = checkPlan(options, images);
  const metadata = { extraction: JSON.stringify(await describeExtraction(options, plan)) };
  const batchesFrom = (firstRow: number) => extractBatches(options, plan, firstRow);
  return resumeFeatureShards(out, batchesFrom, { rowsPerShard, featureDtype, prefix, metadata });
}

interface Plan {
  readonly images: readonly LabelledPhotograph[];
  readonly views: number;
  readonly seed: number;
  readonly batchSize: number;
  readonly augmentation: PhotographAugmentation;
}

function checkPlan(options: ExtractFeaturesOptions, images: readonly LabelledPhotograph[]): Plan {
  const { views = 1, batchSize = 32, seed = 0, augmentation = { kind: 'photograph' } } = options;
  const refuse = (name: string, expected: string, got: number | string) =>
    new RangeError(`extractFeatures: \`${name}\` must be ${expected}, got ${got}`);
  for (const [name, value] of Object.entries({ views, batchSize })) {
    if (!Number.isSafeInteger(value) || value < 1) throw refuse(name, 'a positive integer', value);
  }
  if (!Number.isSafeInteger(seed)) throw refuse('seed', 'a safe integer', seed);
  if (images.length === 0) throw refuse('images', 'at least one', 'none');
  const { crop, resize } = completePreprocessing(options.preprocessing);
  if (crop === null && !(resize && 'height' in resize && views === 1)) {
    const expected = views > 1 ? 'a size, to which the views are brought' : 'a size, so that all pictures have one';
    throw refuse('preprocessing.crop', expected, 'null');
  }
  return { images, views, seed, batchSize, augmentation };
}

/** All that the rows depend on: shards of another model, list or setting are not continued. */
async function describeExtraction(options: ExtractFeaturesOptions, { images, ...settings }: Plan) {
  const { model, preprocessing, choice, provider } = await describeFeatureModel(options);
  // In the order that shards which are there have.
  return { model, images: images.length, list: hashImageList(images), preprocessing, ...settings, choice, provider };
}

async function* extractBatches(
  options: ExtractFeaturesOptions,
  plan: Plan,
  firstRow: number,
): AsyncGenerator<readonly FeatureBatch[]> {
  const model = await openFeatureModel(options);
  try {
    const size = model.imagesAtOnce ?? plan.batchSize;
    const report = startProgress({ done: firstRow, total: plan.images.length }, options.onProgress);
    // Batches lie as in a run from row 0: how many images run together may change the last bits of their rows.
    let start = Math.floor(firstRow / size) * size;
    let rendered = renderViews(plan, model.preprocessing.form, { start, count: size });
    while (start < plan.images.length) {
      options.signal?.throwIfAborted();
      const views = await rendered;
      const next = start + size;
      rendered = renderViews(plan, model.preprocessing.form, { start: next, count: size });
      // What fails in the next batch is told when that is its turn.
      rendered.catch(() => undefined);
      const labels = Int32Array.from(plan.images.slice(start, next), ({ label }) => label);
      const batch = await runViews(model, options.model, views);
      const dropped = Math.max(0, firstRow - start);
      yield batch.map((view) => dropRows({ ...view, labels }, dropped));
      report(Math.min(next, plan.images.length));
      start = next;
    }
  } finally {
    await model.close();
  }
}

async function runViews(model: FeatureModel, file: string, views: Awaited<ReturnType<typeof renderViews>>) {
  const batches: Omit<FeatureBatch, 'labels'>[] = [];
  for (const images of views) batches.push(await rowsOfImages(model, file, images));
  return batches;
}

/** Rows that shards have already. */
function dropRows({ rows, features, logits, labels }: FeatureBatch, dropped: number): FeatureBatch {
  return {
    rows: rows - dropped,
    features: features.subarray((dropped * features.length) / rows),
    logits: logits.subarray((dropped * logits.length) / rows),
    labels: labels.subarray(dropped),
  };
}
