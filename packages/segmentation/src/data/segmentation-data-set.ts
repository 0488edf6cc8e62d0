import type { ImageSize, LabelMap } from '../labels/label-map.js';
import type { ClassInfo } from './class-info.js';

/** A colour image. */
export interface RgbImage extends ImageSize {
  /** Bytes [H, W, 3], red green blue. */
  readonly pixels: Uint8Array;
}

/** An image with the true class of each of its pixels. */
export interface LabelledImage {
  readonly name: string;
  readonly image: RgbImage;
  readonly labels: LabelMap;
}

/** The images of one split, decoded when they are read. Row i keeps its number: its files are `names[i]` with their endings. */
export interface SegmentationSplit {
  /** How many images. A split that the data set lacks has none. */
  readonly count: number;
  /** Names of the files, without folder and ending, in the order of their UTF-16 codes. */
  readonly names: readonly string[];
  /**
   * An image and its annotation.
   *
   * @throws RangeError when `row` is not in 0..count - 1
   * @throws FileFormatError naming the file when one cannot be decoded, or their sizes differ
   */
  read(row: number): Promise<LabelledImage>;
  /** The annotation alone. @throws as `read` */
  readLabels(row: number): Promise<LabelMap>;
}

/** A data set of images whose every pixel is labelled, in a folder. */
export interface SegmentationDataSet {
  readonly name: string;
  /** [K] in class order. */
  readonly classes: readonly ClassInfo[];
  readonly splits: {
    readonly training: SegmentationSplit;
    readonly validation: SegmentationSplit;
  };
}
