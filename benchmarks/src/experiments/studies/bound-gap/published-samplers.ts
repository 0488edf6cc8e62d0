import type { SamplerRow } from './compare-samplers.js';

/** Accuracy over all classes in percent of joint training with a sampler, ImageNet-LT, ResNeXt-50: Kang et al., ICLR 2020. */
export const publishedSamplers: Readonly<Record<SamplerRow['sampler'], number>> = {
  'instance-balanced': 44.4,
  'square-root': 46.8,
  'class-balanced': 45.1,
  'progressively-balanced': 47.2,
};
