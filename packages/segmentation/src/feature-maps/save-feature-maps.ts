import { float32ToFloat16, type StoredTensor } from '@disalign/core';
import { writeSafetensors } from '@disalign/core/node';
import type { PixelMap } from '../inference/pixel-map.js';
import type { ImageSize } from '../labels/label-map.js';
import { checkFeatureMaps, type FeatureMaps } from './feature-maps.js';

/** How maps are stored. */
export interface SaveFeatureMapsOptions {
  /** F16 halves the file, and rounds each number to 11 bits. Default F16. */
  readonly dtype?: 'F16' | 'F32';
}

/** From here on a half is infinite. */
const HALF_LIMIT = 65520;

/**
 * Writes the maps of an image as one safetensors file, whole or not at all: tensors `features` [h, w, D] and `logits` [h, w, K], and
 * `inputSize` ("height x width") as metadata where it is given. `openFeatureMaps` reads a folder of them.
 *
 * @throws RangeError unless both maps are whole, finite also as F16, and of one size; what the file system throws
 * @example
 * import { saveFeatureMaps } from '@disalign/segmentation';
 * const map = { height: 1, width: 2, channels: 2, data: Float32Array.of(2, -1, 0, 3) };
 * await saveFeatureMaps('ADE_val_00000001.safetensors', { features: map, logits: map });
 */
export async function saveFeatureMaps(
  path: string,
  { features, logits, inputSize }: FeatureMaps & { readonly inputSize?: ImageSize },
  { dtype = 'F16' }: SaveFeatureMapsOptions = {},
): Promise<void> {
  checkFeatureMaps('saveFeatureMaps', { features, logits });
  const store = (name: string, { height, width, channels, data }: PixelMap): StoredTensor => {
    const shape = [height, width, channels];
    if (dtype === 'F32') return { dtype, shape, data };
    const large = data.find((value) => Math.abs(value) >= HALF_LIMIT);
    if (large !== undefined) {
      throw new RangeError(`saveFeatureMaps: \`${name}\` must be finite as F16, got ${large}`);
    }
    return { dtype, shape, data: Uint16Array.from(data, float32ToFloat16) };
  };
  const tensors = { features: store('features', features), logits: store('logits', logits) };
  const metadata = inputSize && { inputSize: `${inputSize.height} x ${inputSize.width}` };
  await writeSafetensors(path, tensors, metadata);
}
