import { createRandom, percentileInterval, type BootstrapInterval } from '@disalign/core';
import type { LongTailGroup } from '@disalign/segmentation';
import { mean } from '../mean.js';
import type { ImageCounts } from './image-counts.js';
import { mapScores, segmentationScores, type ScoreName, type SegmentationScores } from './segmentation-scores.js';

/** The images of one network under two calibrations, in one order. */
export interface PairedImages {
  readonly reference: readonly ImageCounts[];
  readonly candidate: readonly ImageCounts[];
}

/** How images are drawn. */
export interface BootstrapImagesOptions {
  /** [K] */
  readonly groups: readonly LongTailGroup[];
  readonly seed: number;
  readonly resamples: number;
}

/**
 * Paired 95 % intervals of the candidate's scores minus the reference's, averaged over networks. A resample draws as many images as there
 * are, with replacement, and scores both calibrations of every network on the same ones: means over images of scores that are no means
 * over images. Other networks, and other images than such as these, add to them.
 *
 * @throws RangeError without networks, or if they were not tested on equally many images
 */
export function bootstrapImages(
  networks: readonly PairedImages[],
  { groups, seed, resamples }: BootstrapImagesOptions,
): Readonly<Record<ScoreName, BootstrapInterval>> {
  const images = networks[0]?.reference.length ?? 0;
  const lengths = networks.flatMap(({ reference, candidate }) => [reference.length, candidate.length]);
  if (images === 0 || lengths.some((length) => length !== images)) {
    throw new RangeError(`bootstrapImages: \`networks\` must be tested on the same images, got ${lengths.join(', ')}`);
  }
  const random = createRandom(seed);
  const gains = (times?: Uint32Array): SegmentationScores => {
    const pairs = networks.map(({ reference, candidate }) => ({
      before: segmentationScores(reference, groups, times),
      after: segmentationScores(candidate, groups, times),
    }));
    return mapScores((name) => mean(pairs.map(({ before, after }) => after[name] - before[name])));
  };
  const estimate = gains();
  const draws = Array.from({ length: resamples }, () => {
    const times = new Uint32Array(images);
    for (let draw = 0; draw < images; draw++) times[random.nextInt(images)]++;
    return gains(times);
  });
  return mapScores((name) => ({
    estimate: estimate[name],
    ...percentileInterval(draws.map((draw) => draw[name])),
  }));
}
