// I images, K categories.

/** Which categories an image set shows, and how often: what long-tail statistics and samplers need of an annotation file. */
export interface CategoryOccurrences {
  /** [K] in the order of their ids */
  readonly categories: readonly { readonly id: number; readonly name: string }[];
  /** [I] ids of the images, in the order of the file */
  readonly images: readonly number[];
  /** [K] images that show a category */
  readonly imageCounts: number[];
  /** [K] annotations of a category */
  readonly instanceCounts: number[];
  /** [I] categories of an image, by index, rising, each once */
  readonly imageCategories: readonly Uint16Array[];
}
