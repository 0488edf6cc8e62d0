import { backgroundIndex, createRandom } from '@disalign/core';
import { checkRegionImage, regionColumns, type RegionHead, type RegionImage } from '../regions/region-image.js';
import { drawRegions, type RegionSampling } from './draw-regions.js';

/** Which regions of labelled images are drawn. */
export interface RegionDrawing extends RegionSampling, Pick<RegionHead, 'background'> {
  /** The regions of an image depend on the seed and its number in the split. Default 0. */
  readonly seed?: number;
}

/** The regions that are drawn of an image, and the labels of all. */
export interface DrawnRows {
  /** Row numbers, rising. */
  readonly rows: Int32Array;
  readonly labels: Int32Array;
}

/**
 * Draws of one image after the other.
 *
 * @throws RangeError naming the option that breaks a rule; the function that it returns: naming the image
 */
export function regionDrawing(
  caller: string,
  { seed = 0, background = 'last', perImage = 512, positiveShare = 0.25 }: RegionDrawing,
): (image: RegionImage, index: number) => DrawnRows {
  if (!Number.isSafeInteger(perImage) || perImage < 1) {
    throw new RangeError(`${caller}: \`perImage\` must be a positive integer, got ${perImage}`);
  }
  if (!(positiveShare >= 0 && positiveShare <= 1)) {
    throw new RangeError(`${caller}: \`positiveShare\` must be in [0, 1], got ${positiveShare}`);
  }
  return (image, index) => {
    checkRegionImage(caller, image);
    const { id, labels } = image;
    if (labels === null) throw new RangeError(`${caller}: image ${id} must have labels, see labelRegions`);
    const column = backgroundIndex(background, regionColumns(image));
    const random = createRandom(seed, index);
    return { rows: drawRegions(labels, column, { perImage, positiveShare, random }), labels };
  };
}
