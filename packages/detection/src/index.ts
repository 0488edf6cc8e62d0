// masks
export { type ImageSize, type RunLengthMask } from './masks/run-length-mask.js';
export { encodeMask, type PixelLayout, type PixelOrder } from './masks/encode-mask.js';
export { decodeMask } from './masks/decode-mask.js';
export { mergeMasks } from './masks/merge-masks.js';
export { maskArea } from './masks/mask-area.js';
export { maskBox, type Box } from './masks/mask-box.js';
export { boxIou } from './masks/box-iou.js';
export { maskIou } from './masks/mask-iou.js';
export { maskBoundary } from './masks/mask-boundary.js';
export { polygonMask } from './masks/polygon-mask.js';
export { boxMask } from './masks/box-mask.js';
export { compressRuns } from './masks/compress-runs.js';
export { decompressRuns } from './masks/decompress-runs.js';
export { segmentationMask, type JsonRunLengths, type Segmentation } from './masks/segmentation-mask.js';
