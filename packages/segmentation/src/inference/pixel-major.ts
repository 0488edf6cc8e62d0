import { checkPixelMap, type PixelMap } from './pixel-map.js';

/**
 * A map that is stored channel by channel ("NCHW", as PyTorch and most ONNX files have it), pixel by pixel.
 *
 * @param planes its `data` is [C, H, W]
 * @throws RangeError if sides and data do not fit together
 * @example
 * import { pixelMajor } from '@disalign/segmentation';
 * pixelMajor({ channels: 2, height: 1, width: 2, data: Float32Array.of(1, 2, 10, 20) }).data; // [1, 10, 2, 20]
 */
export function pixelMajor(planes: PixelMap): PixelMap {
  checkPixelMap('pixelMajor', planes);
  const { height, width, channels, data } = planes;
  const pixels = height * width;
  const transposed = new Float32Array(data.length);
  for (let channel = 0; channel < channels; channel++) {
    for (let pixel = 0; pixel < pixels; pixel++)
      transposed[pixel * channels + channel] = data[channel * pixels + pixel];
  }
  return { height, width, channels, data: transposed };
}
