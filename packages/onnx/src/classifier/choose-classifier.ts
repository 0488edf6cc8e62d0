import { FileFormatError } from '@disalign/core';
import type { GraphIndex } from '../graph/graph-index.js';
import type { ClassifierCandidate } from './classifier-candidate.js';
import { findClassifiers } from './find-classifiers.js';

/** Which classifier of a model is meant; needed where it has several. */
export interface ClassifierChoice {
  /** Name of its tensor of logits, or of one that is made of them, such as an output of the model. */
  readonly classifier?: string;
  /** K: those of another number of classes are left out. */
  readonly classes?: number;
}

/** The one classifier that is meant. @throws FileFormatError where there is none, or more than one */
export function chooseClassifier(
  index: GraphIndex,
  file: string,
  { classifier, classes }: ClassifierChoice = {},
): ClassifierCandidate {
  if (classifier !== undefined && !index.producers.has(classifier)) {
    throw new FileFormatError({
      file,
      field: `tensor ${classifier}`,
      expected: 'made by a node of the graph',
      got: 'none of that name',
    });
  }
  const from = classifier === undefined ? index.graph.output.map(({ name }) => name) : [classifier];
  const { candidates, dead } = findClassifiers(index, from);
  const fitting = candidates.filter((candidate) => classes === undefined || candidate.classes === classes);
  if (fitting.length === 1) return fitting[0];
  const ofSize = classes === undefined ? '' : ` of ${classes} classes`;
  const expected = `one with a classifier${ofSize}${fitting.length > 1 ? ', or one named by its tensor' : ''}`;
  const listed = fitting.length > 0 ? fitting : candidates;
  const found = listed.map((candidate) => `${candidate.tensor} (${candidate.classes} classes)`).join(', ');
  const got = found === '' ? `none on the way back from ${from.join(', ')} to ${dead.join(', ')}` : found;
  throw new FileFormatError({ file, field: 'graph', expected, got });
}
