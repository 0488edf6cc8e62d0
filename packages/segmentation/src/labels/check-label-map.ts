import type { LabelMap } from './label-map.js';

/** @throws RangeError unless sides are positive integers and there is one label for each pixel */
export function checkLabelMap(caller: string, { height, width, labels }: LabelMap): void {
  if (!Number.isSafeInteger(height) || !Number.isSafeInteger(width) || height < 1 || width < 1) {
    throw new RangeError(`${caller}: \`height\` and \`width\` must be positive integers, got ${height} and ${width}`);
  }
  if (labels.length !== height * width) {
    throw new RangeError(
      `${caller}: \`labels\` must have ${height * width} entries, one a pixel, got ${labels.length}`,
    );
  }
}
