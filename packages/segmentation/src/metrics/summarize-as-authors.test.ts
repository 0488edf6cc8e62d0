import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ade20kFile, readTable } from '../fixtures/ade20k-samples.js';
import { groupMeans } from './group-means.js';
import { longTailGroups } from './long-tail-groups.js';
import { summarizeAsAuthors } from './summarize-as-authors.js';

/** What the logs of six real runs on ADE20K's validation split print, and their tables of 150 classes, all in percent. */
const printed = z
  .record(z.string(), z.record(z.string(), z.number()))
  .parse(JSON.parse(readFileSync(ade20kFile('fcn-summary.json'), 'utf8')));
const table = readTable('fcn-perclass.tsv');
const groups = longTailGroups();

// Half a unit of the last digit that is printed, and rounding in float32.
const printedDigits = 0.005 + 1e-6;

describe('summarizeAsAuthors', () => {
  it.each(Object.keys(printed))('recomputes the summary of the real run %s from its classes', (run) => {
    const metrics = table.map((row) => ({
      iou: Number(row[`${run}_iou`]) / 100,
      accuracy: Number(row[`${run}_acc`]) / 100,
    }));
    expect(metrics).toHaveLength(150);
    const summary = summarizeAsAuthors(metrics, groups);
    const found = {
      mIoU: summary.mIoU,
      mAcc: summary.mAcc,
      mHeadIoU: summary.groups.head.mIoU,
      mBodyIoU: summary.groups.body.mIoU,
      mTailIoU: summary.groups.tail.mIoU,
      mHeadAcc: summary.groups.head.mAcc,
      mBodyAcc: summary.groups.body.mAcc,
      mTailAcc: summary.groups.tail.mAcc,
    };
    for (const [name, value] of Object.entries(found)) {
      expect(Math.abs(Number(value) - printed[run][name]), name).toBeLessThanOrEqual(printedDigits);
    }
    const plain = groupMeans(metrics, groups);
    expect(Math.abs(100 * Number(plain.tail.mIoU) - printed[run].mTailIoU)).toBeLessThanOrEqual(printedDigits);
  });

  it('rounds each class before the mean of a group, and half to even', () => {
    // 0.123449, 0.123451 in percent: 12.3449 and 12.3451 become 12.34 and 12.35.
    const metrics = [
      { iou: 0.123449, accuracy: 0.5 },
      { iou: 0.123451, accuracy: null },
      { iou: null, accuracy: null },
    ];
    const { groups: means, mIoU } = summarizeAsAuthors(metrics, ['head', 'head', 'tail']);
    expect(means.head).toEqual({ mIoU: (12.34 + 12.35) / 2, mAcc: 50 });
    expect(means.tail).toEqual({ mIoU: null, mAcc: null });
    expect(mIoU).toBe(12.34);
    // Exact ties in binary: 3.125 % and 9.375 % are 312.5 and 937.5 hundredths.
    const tie = (share: number) => summarizeAsAuthors([{ iou: share, accuracy: 1 }], ['head']).mIoU;
    expect([tie(0.03125), tie(0.09375)]).toEqual([3.12, 9.38]);
  });
});
