import { classMetrics, type SegmentationCounts } from '@disalign/segmentation';

// K classes.

/** What one image adds to a class. */
export interface ClassCount {
  readonly label: number;
  readonly intersection: number;
  readonly predicted: number;
  readonly labelled: number;
}

/** The classes that an image shows, or that are predicted in it. */
export type ImageCounts = readonly ClassCount[];

/** The counts of one image. */
export function imageCounts(counts: SegmentationCounts): ImageCounts {
  return classMetrics(counts).flatMap(({ intersection, predicted, labelled }, label) =>
    predicted + labelled === 0 ? [] : [{ label, intersection, predicted, labelled }],
  );
}
