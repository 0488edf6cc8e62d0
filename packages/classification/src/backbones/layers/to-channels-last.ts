/**
 * PyTorch's filter [F, C, k, k] as TensorFlow.js has it, [k, k, C, F].
 *
 * @param shape [F, C, k, k]
 */
export function toChannelsLast(filter: Float32Array, shape: readonly number[]): Float32Array {
  const [filters, channels, height, width] = shape;
  const pixels = height * width;
  const turned = new Float32Array(filter.length);
  for (let f = 0; f < filters; f++) {
    for (let c = 0; c < channels; c++) {
      const start = (f * channels + c) * pixels;
      for (let pixel = 0; pixel < pixels; pixel++) {
        turned[(pixel * channels + c) * filters + f] = filter[start + pixel];
      }
    }
  }
  return turned;
}
