import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { GraphProtoSchema } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { indexGraph } from '../graph/graph-index.js';
import { chooseClassifier } from './choose-classifier.js';

type Graph = MessageInitShape<typeof GraphProtoSchema>;

const weight = (name: string, ...dims: number[]) => ({ name, dims: dims.map(BigInt), dataType: 1 });
const twoHeads: Graph = {
  input: [{ name: 'x' }],
  output: [{ name: 'a_prob' }, { name: 'b' }],
  initializer: [weight('wa', 8, 5), weight('wb', 8, 5)],
  node: [
    { opType: 'Relu', input: ['x'], output: ['f'] },
    { opType: 'MatMul', input: ['f', 'wa'], output: ['a'] },
    { opType: 'MatMul', input: ['f', 'wb'], output: ['b'] },
    { opType: 'Softmax', input: ['a'], output: ['a_prob'] },
  ],
};

function choose(graph: Graph, options = {}) {
  return chooseClassifier(indexGraph(create(GraphProtoSchema, graph), 'm.onnx'), 'm.onnx', options);
}

describe('chooseClassifier', () => {
  it('asks for a name where several fit', () => {
    const expected =
      'm.onnx: graph must be one with a classifier of 5 classes, or one named by its tensor, got a (5 classes), b (5 classes)';
    expect(() => choose(twoHeads, { classes: 5 })).toThrow(expected);
  });

  it('takes a name of the logits, or of an output made of them', () => {
    expect(choose(twoHeads, { classifier: 'b' }).tensor).toBe('b');
    expect(choose(twoHeads, { classifier: 'a_prob' })).toMatchObject({ tensor: 'a', outputs: ['a_prob'] });
  });

  it('says what is there where none is of that many classes', () => {
    expect(() => choose(twoHeads, { classes: 6 })).toThrow(
      'a classifier of 6 classes, got a (5 classes), b (5 classes)',
    );
  });

  it('names the node where the way back ends', () => {
    const sum: Graph = {
      ...twoHeads,
      output: [{ name: 's' }],
      node: [...(twoHeads.node ?? []), { opType: 'Add', name: 'mix', input: ['a', 'b'], output: ['s'] }],
    };
    expect(() => choose(sum)).toThrow('got none on the way back from s to Add mix');
    const wide: Graph = {
      input: [{ name: 'x' }],
      output: [{ name: 'y' }],
      initializer: [weight('w', 5, 8, 3, 3)],
      node: [{ opType: 'Conv', input: ['x', 'w'], output: ['y'] }],
    };
    expect(() => choose(wide)).toThrow('from y to Conv that makes y');
  });

  it('refuses names that no node makes, and tensors that two do', () => {
    expect(() => choose(twoHeads, { classifier: 'x' })).toThrow('tensor x must be made by a node of the graph');
    const twice = { ...twoHeads, node: [...(twoHeads.node ?? []), { opType: 'Relu', input: ['x'], output: ['a'] }] };
    expect(() => choose(twice)).toThrow('m.onnx: tensor a must be made by one node, got two');
  });

  it('does not take for weights what depends on the input, nor a score of one class', () => {
    const product: Graph = {
      input: [{ name: 'x' }, { name: 'w' }],
      output: [{ name: 'y' }],
      node: [{ opType: 'MatMul', input: ['x', 'w'], output: ['y'] }],
    };
    expect(() => choose(product)).toThrow('to MatMul that makes y');
    const one: Graph = { ...product, initializer: [weight('w', 8, 1)] };
    expect(() => choose(one)).toThrow('to MatMul that makes y');
  });

  it('follows weights through transposing, casting, normalising and dequantising', () => {
    const computed: Graph = {
      input: [{ name: 'x' }],
      output: [{ name: 'y' }],
      initializer: [weight('w', 5, 8), weight('scale'), weight('length', 5, 1)],
      node: [
        { opType: 'DequantizeLinear', input: ['w', 'scale'], output: ['w1'] },
        { opType: 'Div', input: ['w1', 'length'], output: ['w2'] },
        { opType: 'Transpose', input: ['w2'], output: ['w3'] },
        { opType: 'Cast', input: ['w3'], output: ['w4'], attribute: [{ name: 'to', i: 10n }] },
        { opType: 'MatMul', input: ['x', 'w4'], output: ['y'] },
      ],
    };
    expect(choose(computed)).toMatchObject({ classes: 5, featureSize: 8, elementType: 'float16' });
  });
});
