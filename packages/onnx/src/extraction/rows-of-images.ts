import { FileFormatError, type FeatureBatch } from '@disalign/core';
import type { RawImage } from '@disalign/core/photographs';
import { rowsOfOutput, type OutputValues } from '../runtime/output-values.js';
import type { FeatureModel } from './feature-model.js';

/**
 * One row for each image of a batch. Where the model takes a fixed number of images, a smaller batch is filled up with its last image.
 *
 * @throws FileFormatError where the model gives another number of rows, as one that looks at pixels or regions does
 */
export async function rowsOfImages(
  model: FeatureModel,
  file: string,
  images: readonly RawImage[],
): Promise<Omit<FeatureBatch, 'labels'>> {
  const rows = images.length;
  const missing = Math.max(0, (model.imagesAtOnce ?? 0) - rows);
  const filled = [...images, ...new Array<RawImage>(missing).fill(images[rows - 1])];
  const { tap } = model;
  const outputs = await model.run(filled);
  const { classes, featureSize, classAxis } = tap.classifier;
  const take = (name: string, size: number) => {
    const values = rowsOfOutput(outputs[name], classAxis);
    if (values.length === filled.length * size) return values.subarray(0, rows * size);
    throw tooManyRows(file, name, outputs[name], `one row for each of ${filled.length} images`);
  };
  return { rows, features: take(tap.features, featureSize), logits: take(tap.logits, classes) };
}

function tooManyRows(file: string, name: string, { shape }: OutputValues, expected: string): FileFormatError {
  return new FileFormatError({ file, field: `tensor ${name}`, expected, got: shape.join(' x ') });
}
