import type { CheckpointDataSet } from '../checkpoints/checkpoint-recipe.js';
import type { FeatureDump } from './feature-dump.js';

/** What experiments run on: the networks of a data set that come with the benchmarks, or a dump of features. */
export type Subject = CheckpointDataSet | FeatureDump;

/** What names the results on a subject. */
export function subjectKey(subject: Subject): string {
  return typeof subject === 'string' ? subject : subject.name;
}
