import { shotGroups } from '@disalign/core';
import type { PhotographRecord } from '../photographs/photograph-record.js';
import type { ListedPhotographs } from '../photographs/photograph-data-set.js';
import type { PublishedCounts } from './published-counts.js';

/**
 * Compares what the files of a data set list with what was published: classes, images of each split, the ends of the long tail, and its
 * groups.
 *
 * @throws RangeError that names every number that is another
 */
export function checkPublishedCounts(
  { name, classNames, records }: ListedPhotographs,
  published: PublishedCounts,
): void {
  const differences = Object.entries(countRecords(classNames.length, records)).flatMap(([key, got]) => {
    const expected = expectations(published)[key];
    return got === expected ? [] : [`${key} ${expected}, got ${got}`];
  });
  if (differences.length === 0) return;
  throw new RangeError(
    `checkPublishedCounts: ${name} must have the published numbers, unless it is a \`subset\`: ${differences.join('; ')}`,
  );
}

/** Of a split: all images, and those of the classes with the fewest and the most. */
function spread(records: readonly PhotographRecord[], classes: number) {
  const counts = new Int32Array(classes);
  for (const { label } of records) counts[label]++;
  return { counts, fewest: Math.min(...counts), most: Math.max(...counts) };
}

function countRecords(
  classes: number,
  { train, validation, test }: ListedPhotographs['records'],
): Record<string, string> {
  const { counts, fewest, most } = spread(train, classes);
  const groups = shotGroups(counts);
  const sizeOf = (group: string) => groups.filter((each) => each === group).length;
  const balanced = (records: readonly PhotographRecord[]) => {
    const ends = spread(records, classes);
    return rangeText(ends.fewest, ends.most);
  };
  return {
    classes: `${classes}`,
    'training images': `${train.length}`,
    'training images of a class': rangeText(fewest, most),
    'many/medium/few classes': `${sizeOf('many')}/${sizeOf('medium')}/${sizeOf('few')}`,
    'validation images of a class': balanced(validation),
    'test images of a class': balanced(test),
  };
}

function expectations(published: PublishedCounts): Record<string, string> {
  const { classes, train, smallest, largest, many, medium, few, validationPerClass, testPerClass } = published;
  return {
    classes: `${classes}`,
    'training images': `${train}`,
    'training images of a class': rangeText(smallest, largest),
    'many/medium/few classes': `${many}/${medium}/${few}`,
    'validation images of a class': `${validationPerClass}`,
    'test images of a class': `${testPerClass}`,
  };
}

function rangeText(least: number, most: number): string {
  return least === most ? `${least}` : `${least}..${most}`;
}
