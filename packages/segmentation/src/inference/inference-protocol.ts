import type { ImageSize } from '../labels/label-map.js';
import { csailTestSize } from './csail-test-size.js';
import { mmsegTestSize, type ScaleBox } from './mmseg-test-size.js';
import type { WindowSettings } from './sliding-windows.js';

/** How a network is run over an image, and its outputs are brought together. Scores are comparable under one protocol only. */
export interface InferenceProtocol {
  /** Sizes at which the network sees the image. */
  readonly inputSizes: (image: ImageSize) => readonly ImageSize[];
  /** Each size plain and mirrored. */
  readonly flip: boolean;
  /** Windows over each input; null: the network takes it whole. */
  readonly windows: WindowSettings | null;
  /** Logits are resized to the size of the input first, then to that of the image (mmsegmentation); or to the latter at once. */
  readonly throughInput: boolean;
}

/** What varies among the configurations of mmsegmentation. */
export interface MmsegProtocolOptions {
  /** Default 2048 and 512. */
  readonly box?: ScaleBox;
  /** One pass for each. Default [1]; "multi-scale" means [0.5, 0.75, 1, 1.25, 1.5, 1.75] in mmsegmentation and the authors' logs. */
  readonly ratios?: readonly number[];
  /** Default: with several ratios. */
  readonly flip?: boolean;
  /** Sliding windows. Default none, as in ADE20K's FCN configurations. */
  readonly windows?: WindowSettings;
}

/** The six scales behind the "multi-scale + flip" of mmsegmentation, and of the authors' logs. */
export const mmsegRatios: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 1.75];

/**
 * Testing as mmsegmentation and the authors' code do: input sizes of `mmsegTestSize`, logits through the size of the input to that of
 * the image, softmax there, mirrored passes mirrored back, probabilities averaged.
 *
 * State the ratios with every multi-scale number: SegFormer's for ADE20K are [0.75, 0.875, 1, 1.125, 1.25], under the same name.
 *
 * @throws RangeError without a ratio
 * @example
 * import { mmsegProtocol, mmsegRatios } from '@disalign/segmentation';
 * mmsegProtocol({ ratios: mmsegRatios }).inputSizes({ height: 364, width: 500 })[0]; // { height: 256, width: 352 }
 */
export function mmsegProtocol(options: MmsegProtocolOptions = {}): InferenceProtocol {
  const { box, ratios = [1], flip = ratios.length > 1, windows = null } = options;
  if (ratios.length === 0) throw new RangeError('mmsegProtocol: `ratios` must hold one at least, got none');
  return {
    inputSizes: (image) => ratios.map((ratio) => mmsegTestSize(image, { box, ratio })),
    flip,
    windows,
    throughInput: true,
  };
}

/**
 * Testing as CSAILVision/semantic-segmentation-pytorch does: shorter sides of 300, 375, 450, 525 and 600 (see `csailTestSize`), logits
 * straight to the size of the image, softmax, averaged; nothing is mirrored. It resizes images with antialiasing, which `segmentImage`
 * does not.
 *
 * @param shortSides default those of the repository
 * @throws RangeError without a side
 * @example
 * import { csailProtocol } from '@disalign/segmentation';
 * csailProtocol().inputSizes({ height: 364, width: 500 }); // [{ height: 304, width: 416 }, ...]
 */
export function csailProtocol(shortSides: readonly number[] = [300, 375, 450, 525, 600]): InferenceProtocol {
  if (shortSides.length === 0) throw new RangeError('csailProtocol: `shortSides` must hold one at least, got none');
  return {
    inputSizes: (image) => shortSides.map((shortSide) => csailTestSize(image, { shortSide })),
    flip: false,
    windows: null,
    throughInput: false,
  };
}
