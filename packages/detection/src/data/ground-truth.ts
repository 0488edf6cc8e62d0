import type { Segmentation } from '../masks/segmentation-mask.js';

// I images, K categories, N annotations. Images and categories stand in the order of their ids, as the evaluators go through them.

/** Of which family an annotation file is: LVIS says which categories were looked for in an image, COCO knows crowds. */
export type AnnotationFormat = 'lvis' | 'coco';

/** How many training images show a category of LVIS: rare 1 to 10, common 11 to 100, frequent more. */
export type Frequency = 'r' | 'c' | 'f';

/** A category of an annotation file. */
export interface Category {
  readonly id: number;
  readonly name: string;
  /** LVIS. */
  readonly frequency?: Frequency;
}

/** The images of an annotation file, column by column. */
export interface ImageTable {
  /** [I], rising. */
  readonly ids: Float64Array;
  /** [I] */
  readonly heights: Int32Array;
  /** [I] */
  readonly widths: Int32Array;
  /** [I] path below the folder of the pictures: `file_name`, else the last two parts of `coco_url`; null where the file has neither. */
  readonly files: readonly (string | null)[];
  /** [I] LVIS: categories, by index, that were looked for and are not there. */
  readonly negative: readonly (readonly number[])[];
  /** [I] LVIS: categories, by index, of which not every instance is annotated. */
  readonly notExhaustive: readonly (readonly number[])[];
}

/** The annotations of a file in its order, column by column. */
export interface AnnotationTable {
  readonly length: number;
  /** [N] */
  readonly ids: Float64Array;
  /** [N] index of the image */
  readonly images: Int32Array;
  /** [N] index of the category */
  readonly categories: Int32Array;
  /** [N, 4] x, y, width, height */
  readonly boxes: Float64Array;
  /** [N] as the file says */
  readonly areas: Float64Array;
  /** [N] 1 where a region is a crowd of instances. LVIS: no meaning. */
  readonly crowds: Uint8Array;
  /** [N] 1 where a detection of it neither counts for nor against the detector. LVIS; COCO ignores its crowds. */
  readonly ignored: Uint8Array;
  /** [N]; undefined where the file was read for its boxes only. */
  readonly segmentations: readonly Segmentation[] | undefined;
}

/** An annotation file in memory, checked. */
export interface GroundTruth {
  /** Where it comes from, for errors. */
  readonly file: string;
  readonly format: AnnotationFormat;
  /** Whether it was read, and is evaluated, with the bugs of the official code. */
  readonly officialQuirks: boolean;
  readonly images: ImageTable;
  readonly categories: readonly Category[];
  readonly annotations: AnnotationTable;
}

/** How an annotation file is read. */
export interface GroundTruthOptions {
  readonly format: AnnotationFormat;
  /** Whether the masks are read too, which 'segm' and 'boundary' need. Default false. */
  readonly segmentations?: boolean;
  /**
   * Behave as the official code does where it carries a bug or looks away. Default false: what it looks away from is an error that
   * names the record, and what it trips over works. With true: unknown categories and images and the first of two records of one id
   * vanish, boxes may have negative sizes, scores may be NaN, polygons may have an odd number too many; a ground truth of id 0 is
   * never found, an empty list of detections and a COCO annotation without `iscrowd` are errors.
   */
  readonly officialQuirks?: boolean;
}
