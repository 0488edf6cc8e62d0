import { FileFormatError } from '@disalign/core';
import { pairFiles } from '../data/pair-files.js';
import { readAhead } from '../data/read-ahead.js';
import { readLabelPng } from '../labels/read-label-png.js';
import { SegmentationCounts } from './segmentation-counts.js';

/** Two folders of label maps under the same names, 8-bit grey PNG in the encoding of ADE20K (see `decodeLabelPng`). */
export interface ScoreFoldersOptions {
  /** Folder of the annotations. */
  readonly groundTruth: string;
  /** Folder of the predictions: one for each annotation, and no others. */
  readonly predictions: string;
  /** K. Default 150. */
  readonly classes?: number;
  /** Called after each image. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/**
 * Counts predictions against annotations, read a few at a time.
 *
 * @throws FileFormatError naming the file where there are no annotations, one side is missing, sizes differ (nothing is ever
 *   resized), or a file is broken
 * @example
 * import { scoreFolders, summarizeSegmentation, writeLabelPng } from '@disalign/segmentation';
 * import { mkdir } from 'node:fs/promises';
 * await mkdir('predicted');
 * await writeLabelPng('predicted/a.png', { height: 1, width: 2, labels: Uint8Array.of(0, 149) });
 * const counts = await scoreFolders({ groundTruth: 'predicted', predictions: 'predicted' });
 * summarizeSegmentation(counts).mIoU; // 1
 */
export async function scoreFolders({
  groundTruth,
  predictions,
  classes = 150,
  onProgress,
}: ScoreFoldersOptions): Promise<SegmentationCounts> {
  const pairs = await pairFiles({
    first: { folder: groundTruth, ending: 'png' },
    second: { folder: predictions, ending: 'png' },
  });
  if (pairs.length === 0) {
    throw new FileFormatError({ file: groundTruth, field: 'folder', expected: 'one with *.png', got: 'none' });
  }
  const counts = new SegmentationCounts(classes);
  const readPair = async (row: number) => {
    const { first, second } = pairs[row];
    const [labels, prediction] = await Promise.all([
      readLabelPng(first, { classes }),
      readLabelPng(second, { classes }),
    ]);
    if (labels.height === prediction.height && labels.width === prediction.width) return { labels, prediction };
    throw new FileFormatError({
      file: second,
      field: 'size',
      expected: `${labels.width} x ${labels.height}, that of its annotation`,
      got: `${prediction.width} x ${prediction.height}`,
    });
  };
  for await (const { labels, prediction } of readAhead(pairs.length, readPair)) {
    counts.add(prediction, labels);
    onProgress?.({ done: counts.images, total: pairs.length });
  }
  return counts;
}
