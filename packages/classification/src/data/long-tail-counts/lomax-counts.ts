/** Ends and shape of a Lomax long tail. */
export interface LomaxCountsOptions {
  /** K, at least 1. */
  readonly classes: number;
  /** The least images that a rank can tend to. Default 5, as in ImageNet-LT. */
  readonly min?: number;
  /** Images of the first rank. */
  readonly max: number;
  /** Tail index of the law. Default 6, near ImageNet-LT. */
  readonly shape?: number;
}

/**
 * Class sizes of a Lomax (Pareto II) law by rank, largest first: the law that ImageNet-LT was drawn from.
 *
 * `n_k = round(min + (max - min) (k^(-1/shape) K^(1/shape) - 1) / (K^(1/shape) - 1))`, k = 1..K, so that n_1 = max, n_K = min.
 *
 * @returns counts [K]
 * @throws RangeError when `classes` is not a positive integer, `min` > `max`, or `shape` is not positive
 *
 * @example
 * ```ts
 * import { lomaxCounts } from '@disalign/classification';
 * const counts = lomaxCounts({ classes: 1000, max: 1280 }); // 1280 ... 5, 121,937 images in all
 * ```
 */
export function lomaxCounts({ classes, max, min = 5, shape = 6 }: LomaxCountsOptions): number[] {
  if (!Number.isInteger(classes) || classes < 1) {
    throw new RangeError(`lomaxCounts: \`classes\` must be a positive integer, got ${classes}`);
  }
  if (!(min >= 0 && max >= min && Number.isFinite(max))) {
    throw new RangeError(`lomaxCounts: \`min\` and \`max\` must be finite with 0 <= min <= max, got ${min} and ${max}`);
  }
  if (!(shape > 0)) throw new RangeError(`lomaxCounts: \`shape\` must be positive, got ${shape}`);
  const quantile = (share: number) => share ** (-1 / shape) - 1;
  const largest = quantile(1 / classes);
  return Array.from({ length: classes }, (_, rank) =>
    rank === 0 ? max : Math.round(min + ((max - min) * quantile((rank + 1) / classes)) / largest),
  );
}
