// H height, W width, R runs.

/** How many rows and columns an image or a mask has. */
export interface ImageSize {
  readonly height: number;
  readonly width: number;
}

/**
 * A binary mask as the lengths of its runs, in column-major order (pixel y, x is number x H + y), background first: the first
 * run is 0 where the first pixel is set. This is COCO's RLE with `size: [height, width]`.
 */
export interface RunLengthMask extends ImageSize {
  /** [R], non-negative; they sum to H W. */
  readonly runs: Uint32Array;
}

/** Pixels of the largest mask: its positions fit 31 bits. */
const maxMaskPixels = 2 ** 31 - 1;

/** @throws RangeError unless height and width are whole numbers from 0, with at most 2^31 - 1 pixels together */
export function checkImageSize(caller: string, { height, width }: ImageSize): void {
  const whole = [height, width].every((side) => Number.isSafeInteger(side) && side >= 0);
  if (!whole || height * width > maxMaskPixels) {
    throw new RangeError(
      `${caller}: \`height\` and \`width\` must be whole numbers with a product of at most 2^31 - 1, got ${height} x ${width}`,
    );
  }
}

/** @throws RangeError unless the size is one and the runs sum to its pixels */
export function checkRunLengthMask(caller: string, mask: RunLengthMask): void {
  checkImageSize(caller, mask);
  let sum = 0;
  for (const run of mask.runs) sum += run;
  if (sum !== mask.height * mask.width) {
    throw new RangeError(
      `${caller}: \`runs\` must sum to ${mask.height} x ${mask.width} = ${mask.height * mask.width}, got ${sum}`,
    );
  }
}

/** @throws RangeError unless all masks have the size of the first */
export function checkSameSize(caller: string, masks: readonly ImageSize[]): void {
  const [first, ...others] = masks;
  const other = others.find(({ height, width }) => height !== first.height || width !== first.width);
  if (other !== undefined) {
    throw new RangeError(
      `${caller}: all masks must be ${first.height} x ${first.width} as the first, got ${other.height} x ${other.width}`,
    );
  }
}
