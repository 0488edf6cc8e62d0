import { hashBytes } from '../edit/hash-bytes.js';
import { withByteSource } from '../model-file/byte-source.js';
import { completePreprocessing } from '../preprocessing/complete-preprocessing.js';
import type { Preprocessing } from '../preprocessing/preprocessing.js';
import type { FeatureModelOptions } from './feature-model.js';

/** What the features and logits of a picture depend on. */
export interface FeatureModelDescription {
  /** SHA-256 of the file, in hexadecimal. */
  readonly model: string;
  /** With every default. */
  readonly preprocessing: Required<Preprocessing>;
  readonly choice: Pick<FeatureModelOptions, 'classifier' | 'features' | 'classes'>;
  readonly provider: NonNullable<FeatureModelOptions['provider']>;
}

/**
 * Describes a model and its preprocessing, so that what an interrupted run has written is continued by the same, and by no other.
 *
 * @throws what `completePreprocessing` throws; what the file system throws
 * @example
 * import { describeFeatureModel } from '@disalign/onnx';
 * async function isSame(kept: string, model: string): Promise<boolean> {
 *   return JSON.stringify(await describeFeatureModel({ model, preprocessing: 'torchvision' })) === kept;
 * }
 */
export async function describeFeatureModel(options: FeatureModelOptions): Promise<FeatureModelDescription> {
  const { model, classifier, features, classes, provider = 'cpu' } = options;
  // The form says nothing that the rest does not.
  const preprocessing = { ...completePreprocessing(options.preprocessing), form: undefined };
  return {
    model: await withByteSource(model, (source) => hashBytes(source)),
    preprocessing,
    choice: { classifier, features, classes },
    provider,
  };
}
