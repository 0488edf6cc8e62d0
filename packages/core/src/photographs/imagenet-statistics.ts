/** Mean and deviation of each channel, of pixels in [0, 1]. */
export interface ChannelStatistics {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** Those of ImageNet, by which networks of torchvision and the paper's take their images (red, green, blue). */
export const IMAGENET_STATISTICS: ChannelStatistics = {
  mean: [0.485, 0.456, 0.406],
  deviation: [0.229, 0.224, 0.225],
};
