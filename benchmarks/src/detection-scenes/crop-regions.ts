import * as tf from '@tensorflow/tfjs';

// M maps, h x w cells, C channels, R regions, S x S cells of a region.

/** Where the cells of a map lie in its image, and how finely regions are sampled. */
export interface CropRegionsOptions {
  /** Pixels from one cell to the next; the first is centred on the first pixel. */
  readonly stride: number;
  /** S */
  readonly side: number;
}

/**
 * Crops regions out of maps and resizes them, S x S: bilinear at the centres of the region's cells, once each (RoIAlign with one sample), the
 * cells at the border of a map continued outwards.
 *
 * @param maps float32 [M, h, w, C]
 * @param boxes [R, 4] corners in pixels of the image
 * @param mapOf [R] which map each region lies in
 * @returns float32 [R, S, S, C]
 */
export function cropRegions(
  maps: tf.Tensor4D,
  { boxes, mapOf }: { readonly boxes: Float32Array | Float64Array; readonly mapOf: Int32Array },
  { stride, side }: CropRegionsOptions,
): tf.Tensor4D {
  const [, height, width] = maps.shape;
  const cells = [width + 2, height + 2];
  // One cell is put around the map. Places are shares of the way from its first to its last cell.
  const place = (pixel: number, axis: number) => {
    const last = cells[axis] - 1;
    return Math.min(Math.max((pixel - 0.5) / stride + 1, 0), last) / last;
  };
  const corners = Float32Array.from({ length: boxes.length }, (_, index) => {
    const [row, corner] = [index - (index % 4), index % 4];
    const axis = corner % 2 === 0 ? 1 : 0; // y before x
    const [from, to] = [boxes[row + axis], boxes[row + axis + 2]];
    const half = (to - from) / side / 2;
    return place(corner < 2 ? from + half : to - half, axis);
  });
  return tf.tidy(() => {
    const sides: [number, number] = [1, 1];
    const padded = tf.mirrorPad(maps, [[0, 0], sides, sides, [0, 0]], 'symmetric');
    const shape: [number, number] = [boxes.length / 4, 4];
    return tf.image.cropAndResize(
      padded,
      tf.tensor2d(corners, shape),
      tf.tensor1d(mapOf, 'int32'),
      [side, side],
      'bilinear',
    );
  });
}
