import type { LabelMap } from '@disalign/segmentation';

/** What is counted: maps of painted scenes, in which labels repeat as in photographs; or noise, in which nothing does. */
export const countedMaps = ['scenes', 'noise'] as const;
export type CountedMaps = (typeof countedMaps)[number];

/** Labels and predictions of an image, of one size. */
export interface CountedImage {
  readonly labels: LabelMap;
  readonly prediction: LabelMap;
}

/** Images of one size that are counted one after the other, again and again. */
export interface CountingTask {
  readonly maps: CountedMaps;
  readonly images: readonly CountedImage[];
}

/** Classes of ADE20K. */
export const COUNTED_CLASSES = 150;

/** How often each class is predicted where each is labelled [K, K] in an image: the plain loop that everyone is compared with. */
export function confusionOf({ labels, prediction }: CountedImage): Float64Array {
  const confusion = new Float64Array(COUNTED_CLASSES ** 2);
  for (const [pixel, label] of labels.labels.entries()) {
    if (label < COUNTED_CLASSES) confusion[label * COUNTED_CLASSES + prediction.labels[pixel]]++;
  }
  return confusion;
}
