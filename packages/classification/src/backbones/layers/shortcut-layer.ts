import * as tf from '@tensorflow/tfjs';
import type { FilterInitialization } from './convolution-layer.js';
import { convolve } from './convolve.js';
import type { Layer } from './layer.js';
import { normalizedConvolutionLayer } from './normalized-convolution-layer.js';
import { weightlessLayer } from './weightless-layer.js';

export interface ShortcutOptions {
  readonly from: number;
  readonly to: number;
  readonly stride: number;
  /**
   * Where stride or width change, He et al. (2016) have two ways past a block. `padding`, their option A, has no parameters: every `stride`-th pixel,
   * and channels of zeros, half of them before the others and half after; `to` is then apart from `from` by an even number, and larger.
   * `projection`, option B: a convolution of size 1 with batch normalisation, `<block>.downsample.0` and `.1`.
   */
  readonly kind: ShortcutKind;
  readonly initialization: FilterInitialization;
}

export type ShortcutKind = 'padding' | 'projection';

/** The way past a block: the identity, where neither stride nor width change. */
export function shortcutLayer(block: string, options: ShortcutOptions): Layer {
  const { from, to, stride, kind, initialization } = options;
  if (stride === 1 && from === to) return weightlessLayer((input) => input);
  if (kind === 'padding') return weightlessLayer((input) => takeShortcut(input, to, stride));
  const names = { convolution: `${block}.downsample.0`, normalization: `${block}.downsample.1` };
  return normalizedConvolutionLayer(names, { from, to, size: 1, stride, initialization });
}

/** As a convolution by a constant filter of size 1: the identity between zeros. It subsamples and widens in one op. */
function takeShortcut(input: tf.Tensor4D, to: number, stride: number): tf.Tensor4D {
  const from = input.shape[3];
  const added = (to - from) / 2;
  const filter = tf.pad2d(tf.eye(from), [
    [0, 0],
    [added, added],
  ]);
  return convolve(input, tf.reshape(filter, [1, 1, from, to]), { stride, padding: 0, constant: 'filter' });
}
