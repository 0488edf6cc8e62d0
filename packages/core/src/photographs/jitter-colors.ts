import { luminance } from './luminance.js';
import type { RawImage } from './raw-image.js';

/** How one image is changed. */
export interface ColorChange {
  readonly kind: 'brightness' | 'contrast' | 'saturation';
  /** 1 changes nothing; 0 is black, the mean grey, or grey. */
  readonly factor: number;
}

/**
 * Changes colours one after the other, byte for byte as torchvision's `adjust_brightness`, `adjust_contrast` and `adjust_saturation` do on
 * Pillow's images: `x' = d + factor (x - d)`, cut to bytes, where d is black, the mean luminance, or the pixel's own luminance.
 * Of one channel, saturation changes nothing.
 *
 * @returns another image; `image` stays as it is
 */
export function jitterColors(image: RawImage, changes: readonly ColorChange[]): RawImage {
  const data = image.data.slice();
  for (const change of changes) changeColors(data, image.channels, change);
  return { ...image, data };
}

function changeColors(data: Uint8Array, channels: number, { kind, factor }: ColorChange): void {
  const weight = Math.fround(factor);
  const fixed = kind === 'contrast' ? meanLuminance(data, channels) : 0;
  for (let start = 0; start < data.length; start += channels) {
    const towards = kind === 'saturation' ? luminance(data, start, channels) : fixed;
    for (let at = start; at < start + channels; at++) {
      // Pillow blends in float32, and cuts the fraction off.
      const value = Math.fround(towards + Math.fround(weight * (data[at] - towards)));
      data[at] = Math.max(0, Math.min(255, value));
    }
  }
}

function meanLuminance(data: Uint8Array, channels: number): number {
  let sum = 0;
  for (let start = 0; start < data.length; start += channels) sum += luminance(data, start, channels);
  return Math.trunc(sum / (data.length / channels) + 0.5);
}
