import type { FeatureSource } from '../features/feature-source.js';
import { iterateBatches } from '../features/iterate-batches.js';
import { cosineHeadArrays } from '../heads/cosine-head-arrays.js';
import type { HeadArrays } from '../heads/head-arrays.js';
import { NOTHING_TRAINED, type Method, type MethodOptions } from './method.js';

// K classes, D features.

/** How near a mean is. */
export interface NearestClassMeanOptions {
  /** Default `cosine`. */
  readonly distance?: 'cosine' | 'euclidean';
}

/**
 * Nearest class mean: the class whose mean training feature m_j is nearest (Kang et al., ICLR 2020), as a head:
 * - `cosine`: `z_j = m_j . x / (|m_j| |x|)`, a cosine head of scale 1; the Euclidean distance to means of length 1 ranks the
 *   classes alike;
 * - `euclidean`: `z_j = m_j . x - |m_j|^2 / 2`, a linear head; it is `(|x|^2 - |x - m_j|^2) / 2`, and `|x|^2` is the same for
 *   every class.
 *
 * Means over all views of all rows, in float64.
 *
 * @throws RangeError naming the first class without rows; what the source throws
 * @example
 * import { featuresInMemory, headLogitsOnHost, nearestClassMean } from '@disalign/core';
 * const source = featuresInMemory({ features: [[1, 0], [3, 0], [0, 2]], logits: [[0, 3], [3, 0], [3, 0]], labels: [0, 0, 1] });
 * headLogitsOnHost(Float32Array.of(3, 4), await nearestClassMean(source)); // [0.6, 0.8]
 */
export async function nearestClassMean(
  source: FeatureSource,
  { distance = 'cosine' }: NearestClassMeanOptions = {},
): Promise<HeadArrays> {
  const { classes, featureSize } = source;
  const means = await classMeans(source);
  if (distance === 'cosine') return cosineHeadArrays({ classes, featureSize, weight: means, scale: 1 });
  const bias = Float32Array.from({ length: classes }, (_, j) => {
    let squares = 0;
    for (let i = j * featureSize; i < (j + 1) * featureSize; i++) squares += means[i] ** 2;
    return -squares / 2;
  });
  return { classes, featureSize, weight: Float32Array.from(means), bias, unitParts: null };
}

/** [K, D] mean feature of each class. */
async function classMeans(source: FeatureSource): Promise<Float64Array> {
  const { classes, featureSize, views } = source;
  const means = new Float64Array(classes * featureSize);
  const rows = new Float64Array(classes);
  for (let view = 0; view < views; view++) {
    for await (const { features, labels } of iterateBatches(source, { view })) {
      labels.forEach((label, row) => {
        if (label < 0) return;
        rows[label]++;
        const [from, to] = [row * featureSize, label * featureSize];
        for (let d = 0; d < featureSize; d++) means[to + d] += features[from + d];
      });
    }
  }
  const empty = rows.indexOf(0);
  if (empty >= 0)
    throw new RangeError(`nearestClassMean: \`source\` must have rows of every class, got none of ${empty}`);
  return means.map((sum, i) => sum / rows[Math.floor(i / featureSize)]);
}

/** What nearest class mean takes. */
export interface NearestClassMeanMethodOptions extends MethodOptions, NearestClassMeanOptions {}

/**
 * {@link nearestClassMean} of the training features.
 *
 * @example
 * import { featuresInMemory, nearestClassMeanMethod } from '@disalign/core';
 * const train = featuresInMemory({ features: [[1], [-2]], logits: [[0, 3], [3, 0]], labels: [1, 0] });
 * const { outcome } = await nearestClassMeanMethod.fit({ train }, { distance: 'euclidean' });
 */
export const nearestClassMeanMethod: Method<NearestClassMeanMethodOptions> = {
  name: 'ncm',
  facts: {
    title: 'NCM',
    score: 'm_j . x / (|m_j| |x|), or -|x - m_j|, m_j the class mean',
    form: 'new head',
    origin: 'by hand',
    perInput: false,
    sampling: 'none',
    trainedParameters: NOTHING_TRAINED,
    hasTargetPrior: false,
    paper: 'Kang et al., ICLR 2020',
  },
  async fit({ train }, options) {
    const head = await nearestClassMean(train, options);
    return { method: 'ncm', outcome: { kind: 'head', head }, trainedParameters: 0, chosen: {} };
  },
};
