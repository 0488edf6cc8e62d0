import * as tf from '@tensorflow/tfjs';
import { batchNormalizationLayer } from './batch-normalization-layer.js';
import { convolutionLayer, type ConvolutionLayerOptions } from './convolution-layer.js';
import { convolveGroups, splitGroups } from './convolve-groups.js';
import { foldNormalization } from './fold-normalization.js';
import { fusedConvolve, type FusedConvolveOptions } from './fused-convolve.js';
import type { FrozenLayer, Layer, StoredParameters } from './layer.js';

/** Under which names the parameters stand: `<convolution>.weight`, `<normalization>.weight`, `.bias`, `.running_mean`, `.running_var`. */
export interface NormalizedConvolutionNames {
  readonly convolution: string;
  readonly normalization: string;
}

export interface NormalizedConvolutionOptions extends Omit<ConvolutionLayerOptions, 'dilation'> {
  /** What follows. Default: nothing. */
  readonly activation?: 'relu';
}

/** A convolution, batch normalisation, and where it is asked for ReLU. Frozen it is one convolution with a bias. */
export function normalizedConvolutionLayer(
  names: NormalizedConvolutionNames,
  options: NormalizedConvolutionOptions,
): Layer {
  const convolution = convolutionLayer(names.convolution, options);
  const normalization = batchNormalizationLayer(names.normalization, options.to);
  return {
    parameters: [...convolution.parameters, ...normalization.parameters],
    apply: (parameters, input, mode) => {
      const values = normalization.apply(parameters, convolution.apply(parameters, input, mode), mode);
      return options.activation === 'relu' ? tf.relu(values) : values;
    },
    freeze: (parameters) => freezeConvolution(parameters, names, options),
  };
}

function freezeConvolution(
  parameters: StoredParameters,
  names: NormalizedConvolutionNames,
  { from, to, size, stride = 1, groups = 1, activation }: NormalizedConvolutionOptions,
): FrozenLayer {
  const dataOf = (name: string) => parameters.get(name)?.data ?? new Float32Array();
  const folded = foldNormalization(dataOf(`${names.convolution}.weight`), {
    weight: dataOf(`${names.normalization}.weight`),
    bias: dataOf(`${names.normalization}.bias`),
    runningMean: dataOf(`${names.normalization}.running_mean`),
    runningVariance: dataOf(`${names.normalization}.running_var`),
  });
  const [filters, biases] = tf.tidy(() => {
    const filter = tf.tensor4d(folded.filter, [size, size, from / groups, to]);
    const parts = splitGroups(filter, groups);
    return [parts, tf.split<tf.Tensor1D>(tf.tensor1d(folded.bias), parts.length)];
  });
  const window: FusedConvolveOptions = { stride, padding: (size - 1) / 2, activation };
  return {
    tensors: [...filters, ...biases],
    run: (input) =>
      convolveGroups(input, filters, (part, filter, place) =>
        fusedConvolve(part, { filter, bias: biases[place] }, window),
      ),
  };
}
