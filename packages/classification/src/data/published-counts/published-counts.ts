/** Sizes of a data set as its authors and those who use it publish them. */
export interface PublishedCounts {
  readonly classes: number;
  /** Training images: all, of the largest class, and of the smallest. */
  readonly train: number;
  readonly largest: number;
  readonly smallest: number;
  /** Images of each class; 0: the data set has no such split. */
  readonly validationPerClass: number;
  readonly testPerClass: number;
  /** Classes with more than 100, with 20..100 and with fewer than 20 training images (Kang et al., ICLR 2020). */
  readonly many: number;
  readonly medium: number;
  readonly few: number;
}

/** Liu et al., CVPR 2019; the groups as in Kang et al., ICLR 2020. 115,846 training, 20,000 validation and 50,000 test images. */
export const imageNetLongTailCounts: PublishedCounts = {
  classes: 1000,
  train: 115_846,
  largest: 1280,
  smallest: 5,
  validationPerClass: 20,
  testPerClass: 50,
  many: 385,
  medium: 479,
  few: 136,
};

/** Liu et al., CVPR 2019, counted in the lists that Kang et al. publish. 62,500 training, 7,300 validation and 36,500 test images. */
export const placesLongTailCounts: PublishedCounts = {
  classes: 365,
  train: 62_500,
  largest: 4980,
  smallest: 5,
  validationPerClass: 20,
  testPerClass: 100,
  many: 131,
  medium: 163,
  few: 71,
};

/** The competition of 2018; sizes of the groups as later papers give them (Zhao et al., AAAI 2022). 437,513 training and 24,426 validation images. */
export const iNaturalist2018Counts: PublishedCounts = {
  classes: 8142,
  train: 437_513,
  largest: 1000,
  smallest: 2,
  validationPerClass: 3,
  testPerClass: 0,
  many: 842,
  medium: 4076,
  few: 3224,
};
