import { FileFormatError } from '@disalign/core';
import type { GraphIndex } from '../graph/graph-index.js';
import type { ClassifierCandidate } from './classifier-candidate.js';

/** Which tensor holds the features that the confidence reads. */
export interface FeatureChoice {
  /**
   * Of a cosine head: `normalized`, what the classifier reads, as in the authors' classification code (the default), or `raw`, the
   * features before they were divided by their length, as in their detection code. Of other heads the two are the same.
   */
  readonly features?: 'normalized' | 'raw';
}

/** The tensor of features. @throws FileFormatError where it is no tensor of the graph */
export function chooseFeatures(
  index: GraphIndex,
  classifier: ClassifierCandidate,
  { file, options }: { file: string; options: FeatureChoice },
): string {
  const { features, unnormalizedFeatures, tensor } = classifier;
  const chosen = options.features === 'raw' ? (unnormalizedFeatures ?? features) : features;
  const isThere = index.producers.has(chosen) || index.graph.input.some(({ name }) => name === chosen);
  if (isThere) return chosen;
  throw new FileFormatError({ file, field: `features of ${tensor}`, expected: 'a tensor of the graph', got: chosen });
}
