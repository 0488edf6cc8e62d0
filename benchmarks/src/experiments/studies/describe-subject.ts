import { loadClassifier } from '@disalign/classification';
import { checkpointPath } from '../../checkpoints/checkpoint-path.js';
import { dataSetTexts } from '../../results/data-set-texts.js';
import { openFeatures } from '../feature-origin.js';
import type { MeasureOptions } from '../methods/measure-methods.js';
import { subjectKey } from '../subject.js';
import type { SubjectFacts } from './study.js';

/** What a checkpoint says of the data set it was trained on, or a dump of itself. */
export async function describeSubject({ subject, networkSeeds, backend }: MeasureOptions): Promise<SubjectFacts> {
  const key = subjectKey(subject);
  const texts = { key, ...dataSetTexts(key) };
  if (typeof subject !== 'string') {
    const { train, trainCounts } = await openFeatures({ kind: 'dump', dump: subject, backend });
    const { classes, featureSize } = train;
    const classNames = trainCounts.map((_, k) => `class ${k}`);
    return { ...texts, classes, featureSize, classNames, trainCounts };
  }
  const { classNames, trainCounts, head } = await loadClassifier(checkpointPath(subject, networkSeeds[0]));
  const classes = classNames.length;
  return { ...texts, classes, featureSize: head.weight.length / classes, classNames, trainCounts };
}
