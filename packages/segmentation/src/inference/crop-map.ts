import type { PixelMap } from './pixel-map.js';
import type { AxisWindow } from './sliding-windows.js';

/** The part of a map inside of a window. */
export function cropMap(map: PixelMap, rows: AxisWindow, columns: AxisWindow): PixelMap {
  const { width, channels } = map;
  const [height, cropWidth] = [rows.end - rows.start, columns.end - columns.start];
  const data = new Float32Array(height * cropWidth * channels);
  for (let row = 0; row < height; row++) {
    const start = ((rows.start + row) * width + columns.start) * channels;
    data.set(map.data.subarray(start, start + cropWidth * channels), row * cropWidth * channels);
  }
  return { height, width: cropWidth, channels, data };
}
