import { describe, expect, it } from 'vitest';
import { classMetrics } from './class-metrics.js';
import { formatClassTable } from './format-class-table.js';
import { SegmentationCounts } from './segmentation-counts.js';

const counts = new SegmentationCounts(3);
const map = (...labels: number[]) => ({ height: 1, width: labels.length, labels: Uint8Array.from(labels) });
counts.add(map(0, 0, 1), map(0, 1, 1));
const metrics = classMetrics(counts);

describe('formatClassTable', () => {
  it('lines up names, groups and percents, with a dash where there is no value', () => {
    const table = formatClassTable(metrics, {
      classNames: ['wall', 'sky', 'traffic light'],
      groups: ['head', 'head', 'tail'],
    });
    expect(table.split('\n')).toEqual([
      'class  name           group    IoU     Acc   Dice  Fscore  Precision  pixels',
      '    0  wall           head   50.00  100.00  66.67   66.67      50.00       1',
      '    1  sky            head   50.00   50.00  66.67   66.67     100.00       2',
      '    2  traffic light  tail       -       -      -       -          -       0',
    ]);
  });

  it('leaves out columns that nobody filled', () => {
    expect(formatClassTable(metrics).split('\n')[0]).toBe('class    IoU     Acc   Dice  Fscore  Precision  pixels');
  });

  it('refuses names or groups for another number of classes', () => {
    expect(() => formatClassTable(metrics, { classNames: ['wall'] })).toThrow(
      '`classNames` must have 3 entries, got 1',
    );
    expect(() => formatClassTable(metrics, { groups: ['head'] })).toThrow('`groups` must have 3 entries, got 1');
  });
});
