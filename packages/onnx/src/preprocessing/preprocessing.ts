import { IMAGENET_STATISTICS, type ImageSize, type Interpolation, type ResizeRule } from '@disalign/core/photographs';

/**
 * How a picture becomes the input of a network: decoded to bytes, resized, cut, `(scale byte - mean) / std` for each channel, laid out.
 * Plain data, as JSON and YAML have it.
 */
export interface Preprocessing {
  /** Rule by which its size changes; null: it keeps its size. */
  readonly resize: ResizeRule | null;
  /** Default `bilinear`, with antialiasing. */
  readonly interpolation?: Interpolation;
  /** Size that is cut out of the centre; null, the default: nothing is cut. */
  readonly crop?: ImageSize | null;
  /** Default `RGB`. `grey` has one channel, the luminance. */
  readonly channels?: ChannelOrder;
  /** What bytes are multiplied by. Default 1 / 255. */
  readonly scale?: number;
  /** One number for each channel, in their order. Default 0. */
  readonly mean?: readonly number[];
  /** One number for each channel, in their order. Default 1. */
  readonly std?: readonly number[];
  /** Default `NCHW`, as PyTorch has it; `NHWC` is TensorFlow's. */
  readonly layout?: 'NCHW' | 'NHWC';
  /** Sides are filled up at right and bottom, with 0 after normalising, to a multiple of this. Default 1. */
  readonly padTo?: number;
}

/** Order of the channels of an input. */
export type ChannelOrder = 'RGB' | 'BGR' | 'grey';

const imagenet = { mean: IMAGENET_STATISTICS.mean, std: IMAGENET_STATISTICS.deviation };

/**
 * How well-known frameworks prepare pictures when they evaluate:
 * - `torchvision`: `transforms.ImageClassification` by its defaults, the weights of 2015 to 2021;
 * - `timm`: the default configuration of its ResNets, crop 0.875 of 256, bicubic;
 * - `mmseg`: `configs/_base_/datasets/ade20k.py` of mmsegmentation;
 * - `detectron2`: `config/defaults.py`. A graph that has `preprocess_image` in it, as its tracing export makes them, subtracts the mean itself:
 *   set `mean` to 0 there.
 *
 * @example
 * import { preprocessingPresets } from '@disalign/onnx';
 * const larger = { ...preprocessingPresets.torchvision, resize: { shorter: 320 }, crop: { height: 288, width: 288 } };
 */
export const preprocessingPresets = {
  torchvision: { resize: { shorter: 256 }, crop: { height: 224, width: 224 }, ...imagenet },
  timm: { resize: { shorter: 256 }, interpolation: 'bicubic', crop: { height: 224, width: 224 }, ...imagenet },
  mmseg: {
    resize: { long: 2048, short: 512 },
    interpolation: 'bilinear-without-antialiasing',
    scale: 1,
    mean: [123.675, 116.28, 103.53],
    std: [58.395, 57.12, 57.375],
  },
  detectron2: {
    resize: { shorter: 800, longest: 1333 },
    channels: 'BGR',
    scale: 1,
    mean: [103.53, 116.28, 123.675],
    std: [1, 1, 1],
    padTo: 32,
  },
} as const satisfies Readonly<Record<string, Preprocessing>>;

/** Name of a preset. */
export type PreprocessingPreset = keyof typeof preprocessingPresets;
