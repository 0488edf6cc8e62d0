import type { ImageSize, LabelMap } from '../labels/label-map.js';
import { checkPixelMap, findNonFinite, type PixelMap } from '../inference/pixel-map.js';

// h x w cells of a network, D features, K classes.

/** An image as a frozen network sees it, at the network's stride. */
export interface FeatureMaps {
  /** [h, w, D], what the last layer reads. */
  readonly features: PixelMap;
  /** [h, w, K], what it gives, before softmax. */
  readonly logits: PixelMap;
}

/** The same with the true class of each pixel. */
export interface LabelledFeatureMaps extends FeatureMaps {
  /** At the size of the image. */
  readonly labels: LabelMap;
  /** Size at which the network saw the image: maps are resized to it before they are to the image, as mmsegmentation does. Left out: at once. */
  readonly inputSize?: ImageSize;
}

/** Labelled images behind a network, in a fixed order; computed, or read from a disk, when they are asked for. */
export interface FeatureMapSplit {
  readonly count: number;
  /** @throws what computing or reading image `row` throws */
  read(row: number): Promise<LabelledFeatureMaps>;
}

/** A frozen network that shows what its last layer reads: input [h, w, 3] in, features and logits out. */
export type FeatureNetwork = (input: PixelMap) => Promise<FeatureMaps> | FeatureMaps;

/** @throws RangeError unless both maps are whole, finite, and of one size */
export function checkFeatureMaps(caller: string, { features, logits }: FeatureMaps): void {
  checkPixelMap(`${caller}: \`features\``, features);
  checkPixelMap(`${caller}: \`logits\``, logits);
  for (const [name, { channels, data }] of Object.entries({ features, logits })) {
    const wrong = findNonFinite(data);
    if (wrong < 0) continue;
    const place = `cell ${Math.floor(wrong / channels)}, channel ${wrong % channels}`;
    throw new RangeError(`${caller}: \`${name}\` must be finite, got ${data[wrong]} in ${place}`);
  }
  if (features.height === logits.height && features.width === logits.width) return;
  const size = ({ width, height }: PixelMap) => `${width} x ${height}`;
  throw new RangeError(`${caller}: \`features\` must be ${size(logits)}, as their logits, got ${size(features)}`);
}
