import { createRandom } from '@disalign/core';

/** Which epoch is drawn. */
export interface RepeatOptions {
  readonly seed: number;
  readonly epoch: number;
}

/**
 * The images of one epoch: each as often as its factor says, a fraction as a chance of one more, in random order.
 *
 * @param factors [I] of `repeatFactors`, from 0
 * @returns indices of images; as many as the factors sum to, on average
 * @throws RangeError on a factor that is negative or not finite, or a seed or epoch that is no whole number
 * @example
 * import { repeatImages } from '@disalign/detection';
 * repeatImages([1, 1, 2.5], { seed: 7, epoch: 0 }); // 0 and 1 once, 2 twice or three times
 */
export function repeatImages(factors: ArrayLike<number>, { seed, epoch }: RepeatOptions): Int32Array {
  const random = createRandom(seed, epoch);
  const images: number[] = [];
  for (let image = 0; image < factors.length; image++) {
    const factor = factors[image];
    if (!(factor >= 0 && factor < 2 ** 31)) {
      throw new RangeError(`repeatImages: \`factors[${image}]\` must be a number from 0, got ${factor}`);
    }
    const whole = Math.floor(factor);
    const times = whole + (random.nextFloat() < factor - whole ? 1 : 0);
    for (let time = 0; time < times; time++) images.push(image);
  }
  return random.shuffle(Int32Array.from(images));
}
