import {
  batchNormalizationLayer,
  convolutionLayer,
  type BackboneMode,
  type ConvolutionLayerOptions,
  type NamedParameters,
  type ParameterDescription,
} from '@disalign/classification';
import * as tf from '@tensorflow/tfjs';

/** A piece of a network that can be trained: which parameters it needs, and what it makes of an input with them. */
export interface NetworkLayer {
  readonly parameters: readonly ParameterDescription[];
  apply(parameters: NamedParameters, input: tf.Tensor4D, mode: BackboneMode): tf.Tensor4D;
}

/** Sizes of a convolution whose filters start as PyTorch's do. */
export type ConvolutionSizes = Omit<ConvolutionLayerOptions, 'initialization'>;

/** Layers one after the other. */
export function inSequence(...layers: readonly NetworkLayer[]): NetworkLayer {
  return {
    parameters: layers.flatMap(({ parameters }) => parameters),
    apply: (parameters, input, mode) => layers.reduce((values, layer) => layer.apply(parameters, values, mode), input),
  };
}

/** A convolution and batch normalisation. */
export function normalizedConvolution(name: string, sizes: ConvolutionSizes): NetworkLayer {
  const convolution = convolutionLayer(`${name}.conv`, { ...sizes, initialization: 'pytorch' });
  return inSequence(convolution, batchNormalizationLayer(`${name}.bn`, sizes.to));
}

/** The same with ReLU behind it. */
export function activeConvolution(name: string, sizes: ConvolutionSizes): NetworkLayer {
  const layer = normalizedConvolution(name, sizes);
  return { ...layer, apply: (parameters, input, mode) => tf.relu(layer.apply(parameters, input, mode)) };
}

/** A basic residual block of as many channels out as in; the first of its two convolutions may be dilated. */
export function residualBlock(name: string, channels: number, dilation = 1): NetworkLayer {
  const branch = inSequence(
    activeConvolution(`${name}.first`, { from: channels, to: channels, size: 3, dilation }),
    normalizedConvolution(`${name}.second`, { from: channels, to: channels, size: 3 }),
  );
  return {
    ...branch,
    apply: (parameters, input, mode) => tf.relu(tf.add<tf.Tensor4D>(input, branch.apply(parameters, input, mode))),
  };
}
