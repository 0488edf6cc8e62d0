import type { Backbone } from '../backbones/backbone.js';
import { resNet } from '../backbones/resnet.js';
import { resnet32 } from '../backbones/resnet32.js';
import { resNeXt } from '../backbones/resnext.js';

/** The backbones of photographs and of CIFAR by the names that a command line has for them. */
export const namedBackbones: Readonly<Record<string, () => Backbone>> = {
  'resnet-10': () => resNet({ depth: 10 }),
  'resnet-18': () => resNet({ depth: 18 }),
  'resnet-32': () => resnet32(),
  'resnet-34': () => resNet({ depth: 34 }),
  'resnet-50': () => resNet({ depth: 50 }),
  'resnet-101': () => resNet({ depth: 101 }),
  'resnet-152': () => resNet({ depth: 152 }),
  'resnext-50': () => resNeXt({ depth: 50 }),
  'resnext-101': () => resNeXt({ depth: 101 }),
  'resnext-152': () => resNeXt({ depth: 152 }),
};
