// pictures
export { decodePhotograph } from './photographs/decode-photograph.js';
export { renderImage, type ImageForm } from './photographs/render-image.js';
export { mirrorImage } from './photographs/mirror-image.js';
export { type ImageShape, type ImageSize, type RawImage } from './photographs/raw-image.js';

// values
export { IMAGENET_STATISTICS, type ChannelStatistics } from './photographs/imagenet-statistics.js';

// sizes
export { resizedSize, type ResizeRule } from './photographs/resized-size.js';
export { fittedSize, type ScaleBox } from './photographs/fitted-size.js';
export { type Interpolation } from './photographs/resample-taps.js';

// views
export { drawView, type DrawnView } from './photographs/draw-view.js';
export { type PhotographAugmentation } from './photographs/photograph-augmentation.js';
export { type RandomCropLimits } from './photographs/random-resized-crop.js';
export { type ColorChange } from './photographs/jitter-colors.js';

// files
export { photographError, type PhotographPlace } from './photographs/photograph-error.js';
export { renderFileInThread } from './photographs/render-file-in-thread.js';
export { type FileProblem, type Rendering, type RenderJob } from './photographs/render-file.js';
