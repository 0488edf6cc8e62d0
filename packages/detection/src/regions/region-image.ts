import type { BackgroundColumn, HostRows } from '@disalign/core';
import { countBoxes, type CornerBoxes } from '../boxes/corner-boxes.js';
import type { ImageSize } from '../masks/run-length-mask.js';

// R regions of an image, C classes, K = C + 1 columns of logits (the background's among them), D features, S x S cells of a mask.

/**
 * What a box head says with its K logits. `softmax`: one distribution over classes and background. `sigmoid`: a yes or no for each class
 * on its own, as one-stage detectors say; the background's column then holds 0 in every row, which is where a class is as likely there
 * as not.
 */
export interface RegionHead {
  /** Default `last`. */
  readonly background?: BackgroundColumn;
  /** Default `softmax`. */
  readonly probabilities?: 'softmax' | 'sigmoid';
}

/** Logits of a mask head for each region. */
export interface RegionMasks {
  /** [R, M, S, S] */
  readonly logits: Float32Array;
  /** M: C, or 1 for a head that does not ask for the class. */
  readonly channels: number;
  /** S */
  readonly side: number;
}

/** The proposals of one image, as a frozen detector sees them. */
export interface RegionImage {
  /** Of the annotation file. */
  readonly id: number;
  /** Size of what the network saw: the boxes are in its pixels. */
  readonly frame: ImageSize;
  /** Size of the image itself, for the results. */
  readonly size: ImageSize;
  /** Features [R, D] and logits [R, K] of each box head: one, or those of a cascade in turn. */
  readonly heads: readonly HostRows[];
  /** [R, 4] corners of the proposals (of a cascade: of its last head). */
  readonly boxes: CornerBoxes;
  /** [R, 4], or [R, 4 C] class by class, see `boxDeltas`. null: the boxes are final. */
  readonly deltas: CornerBoxes | null;
  /** null: boxes alone. They are pasted into the final boxes. */
  readonly masks: RegionMasks | null;
  /** [R] column of the true class, -1 where it is to be ignored; null where it is not known. */
  readonly labels: Int32Array | null;
}

/** Proposals of images, one image at a time. */
export interface RegionSplit {
  readonly count: number;
  /** Image `index`, from 0 on. Its arrays may be filled again at the next call. */
  read(index: number): Promise<RegionImage>;
}

/** Columns of logits. */
export function regionColumns({ heads: [{ rows, logits }] }: RegionImage): number {
  return rows === 0 ? 0 : logits.length / rows;
}

/** @throws RangeError naming the part of an image that does not fit the others */
export function checkRegionImage(caller: string, image: RegionImage): void {
  const { id, heads, boxes, deltas, masks, labels } = image;
  const fail = (name: string, expected: string, got: number) =>
    new RangeError(`${caller}: \`${name}\` of image ${id} must ${expected}, got ${got}`);
  if (heads.length === 0) throw fail('heads', 'hold at least one', 0);
  const rows = countBoxes(caller, 'boxes', boxes);
  const columns = regionColumns(image);
  for (const [index, head] of heads.entries()) {
    if (head.rows !== rows) throw fail(`heads[${index}].rows`, `be ${rows}, one a box`, head.rows);
    if (head.logits.length === rows * columns && Number.isInteger(columns)) continue;
    throw fail(`heads[${index}].logits`, `hold ${rows} rows, as many columns as the first head`, head.logits.length);
  }
  if (rows === 0) return;
  const classes = columns - 1;
  if (classes < 1) throw fail('heads[0].logits', 'have columns for a class and the background', columns);
  if (deltas && deltas.length !== 4 * rows && deltas.length !== 4 * rows * classes) {
    throw fail('deltas', `hold ${rows} x 4 or ${rows} x 4 x ${classes} numbers`, deltas.length);
  }
  if (masks && masks.channels !== 1 && masks.channels !== classes) {
    throw fail('masks.channels', `be 1 or ${classes}`, masks.channels);
  }
  if (masks && masks.logits.length !== rows * masks.channels * masks.side ** 2) {
    throw fail(
      'masks.logits',
      `hold ${rows} x ${masks.channels} x ${masks.side} x ${masks.side} numbers`,
      masks.logits.length,
    );
  }
  if (labels && labels.length !== rows) throw fail('labels', `hold ${rows} numbers`, labels.length);
}
