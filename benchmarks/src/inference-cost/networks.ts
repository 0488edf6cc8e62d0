import { GraphBuilder } from './graph-builder.js';

// K classes, D features.

/** A network that is timed before and after a calibration is attached to it. */
export interface TimedNetwork {
  readonly name: string;
  readonly description: string;
  readonly classes: number;
  readonly featureSize: number;
  readonly input: readonly [number, number, number, number];
  /** The bytes of its ONNX file. */
  build(): Uint8Array;
}

const INPUT = 'input';
const SEED = 17;

/** ResNet-50 (He et al., CVPR 2016) as torchvision has it, batch normalisation folded. */
export const resnet50: TimedNetwork = {
  name: 'ResNet-50',
  description: 'one image of 224 x 224, 1,000 classes, 2,048 features, softmax',
  classes: 1000,
  featureSize: 2048,
  input: [1, 3, 224, 224],
  build: () => buildResnet([3, 4, 6, 3], [1, 3, 224, 224], 1000),
};

/** Head of mmsegmentation's FCN: a 3 x 3 convolution, the classifier, and enlargement to the image. */
export const fcnHead: TimedNetwork = {
  name: 'FCN head',
  description: 'one map of 64 x 64 with 512 features; 3 x 3 convolution, 150 classes, enlarged to 512 x 512',
  classes: 150,
  featureSize: 512,
  input: [1, 512, 64, 64],
  build: () => buildFcnHead({ features: 512, classes: 150, side: 64, stride: 8 }),
};

/** @param blocks of the four stages */
export function buildResnet(
  blocks: readonly number[],
  input: readonly [number, number, number, number],
  classes: number,
): Uint8Array {
  const graph = new GraphBuilder(SEED, { name: INPUT, shape: input });
  const relu = (tensor: string) => graph.add('Relu', [tensor]);
  let map = relu(graph.convolution(INPUT, { inputs: 3, outputs: 64, kernel: 7, stride: 2 }));
  map = graph.add('MaxPool', [map], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] });
  let inputs = 64;
  for (const [stage, count] of blocks.entries()) {
    const width = 64 << stage;
    for (let block = 0; block < count; block++) {
      const stride = stage > 0 && block === 0 ? 2 : 1;
      const outputs = 4 * width;
      const narrow = relu(graph.convolution(map, { inputs, outputs: width, kernel: 1 }));
      const spread = relu(graph.convolution(narrow, { inputs: width, outputs: width, kernel: 3, stride }));
      const wide = graph.convolution(spread, { inputs: width, outputs, kernel: 1 });
      const shortcut = block === 0 ? graph.convolution(map, { inputs, outputs, kernel: 1, stride }) : map;
      map = relu(graph.add('Add', [wide, shortcut]));
      inputs = outputs;
    }
  }
  const features = graph.add('Flatten', [graph.add('GlobalAveragePool', [map])]);
  return graph.model(graph.add('Softmax', [graph.dense(features, inputs, classes)], { axis: -1 }));
}

/** @param sizes `side` of the map, and by what its logits are enlarged */
export function buildFcnHead({
  features,
  classes,
  side,
  stride,
}: {
  readonly features: number;
  readonly classes: number;
  readonly side: number;
  readonly stride: number;
}): Uint8Array {
  const graph = new GraphBuilder(SEED, { name: INPUT, shape: [1, features, side, side] });
  const map = graph.add('Relu', [graph.convolution(INPUT, { inputs: features, outputs: features, kernel: 3 })]);
  const logits = graph.convolution(map, { inputs: features, outputs: classes, kernel: 1 });
  const sizes = graph.integers([1, classes, side * stride, side * stride]);
  return graph.model(graph.add('Resize', [logits, '', '', sizes], { mode: 'linear' }));
}
