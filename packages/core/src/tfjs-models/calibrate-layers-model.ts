import * as tf from '@tensorflow/tfjs';
import type { Calibration } from '../calibration/calibration.js';
import { affineChange, type AffineChange } from './affine-change.js';

// K classes, D features.

/** Which layer is calibrated. */
export interface CalibrateLayersModelOptions {
  /** Name of the layer whose K units are the classes: Dense, or Conv2D of 1 x 1. Left out: the last of that many. */
  readonly classifier?: string;
}

type Layer = tf.LayersModel['layers'][number];

/**
 * A copy of a LayersModel whose logits are calibrated, made of layers that TensorFlow.js has: `z + c (factor z + shift)`, c a Dense layer on what
 * the classifier reads, the rest a frozen batch normalisation. It is saved, loaded and run without this package. An activation in the classifier
 * and the layers behind it follow as they were; the identity changes no logit.
 *
 * @returns a model with weights of its own: `model` stays as it is, and either is disposed on its own
 * @throws RangeError where no layer is a classifier of K classes and D features, or its activation is neither linear, softmax nor sigmoid
 * @example
 * import * as tf from '@tensorflow/tfjs';
 * import { calibrateLayersModel, logitAdjustment } from '@disalign/core';
 * import { modelFiles } from '@disalign/core/node';
 * const layers = [
 *   tf.layers.dense({ units: 8, activation: 'relu', inputShape: [4] }),
 *   tf.layers.dense({ units: 2, activation: 'softmax' }),
 * ];
 * const model = tf.sequential({ layers }); // yours
 * const calibrated = await calibrateLayersModel(model, logitAdjustment([900, 100]));
 * await calibrated.save(modelFiles('calibrated'));
 */
export async function calibrateLayersModel(
  model: tf.LayersModel,
  calibration: Calibration,
  options: CalibrateLayersModelOptions = {},
): Promise<tf.LayersModel> {
  const change = affineChange(calibration);
  const name = findClassifier(model, change, options);
  const activation = activationOf(model.getLayer(name));
  const copy = await copyWithLogits(model, name);
  const logits = onlyTensor(copy.getLayer(name).output, name);
  const calibrated = activated(addChange(copy.getLayer(name), change), activation);
  const rebuilt = new Map([[logits, calibrated]]);
  const outputs = copy.outputs.map((output) => rebuildFrom(rebuilt, output));
  return tf.model({ inputs: copy.inputs, outputs, name: model.name });
}

function findClassifier(
  model: tf.LayersModel,
  { factor, confidence }: AffineChange,
  { classifier }: CalibrateLayersModelOptions,
): string {
  const classes = factor.length;
  const fits = (layer: Layer) => isClassifier(layer) && layer.outputShape.at(-1) === classes;
  const found = model.layers.findLast((layer) => (classifier === undefined ? fits(layer) : layer.name === classifier));
  const refuse = (expected: string, got: string | number) =>
    new RangeError(`calibrateLayersModel: \`model\` must have ${expected}, got ${got}`);
  if (found === undefined || !fits(found)) {
    const place = classifier === undefined ? '' : ` by the name of ${classifier}`;
    throw refuse(`a Dense or 1 x 1 Conv2D layer of ${classes} units${place}`, 'none');
  }
  const features = onlyTensor(found.input, found.name).shape.at(-1);
  if (confidence && features !== confidence.weight.length) {
    throw refuse(`${confidence.weight.length} features before ${found.name}`, features ?? 'any number');
  }
  return found.name;
}

function isClassifier(layer: Layer): boolean {
  if (layer.getClassName() === 'Dense') return true;
  const { kernelSize } = layer.getConfig();
  return layer.getClassName() === 'Conv2D' && Array.isArray(kernelSize) && kernelSize.every((size) => size === 1);
}

function onlyTensor(tensors: tf.SymbolicTensor | tf.SymbolicTensor[], layer: string): tf.SymbolicTensor {
  if (!Array.isArray(tensors)) return tensors;
  throw new RangeError(`calibrateLayersModel: layer ${layer} must have one input and output, got ${tensors.length}`);
}

/** The activation of a classifier. @throws RangeError where it is none that makes probabilities of logits */
function activationOf(layer: Layer): 'linear' | 'softmax' | 'sigmoid' {
  const { activation } = layer.getConfig();
  if (activation === 'linear' || activation === 'softmax' || activation === 'sigmoid') return activation;
  const got = JSON.stringify(activation);
  throw new RangeError(`calibrateLayersModel: \`model\` must end in linear, softmax or sigmoid logits, got ${got}`);
}

/** The model anew, its classifier without activation. */
async function copyWithLogits(model: tf.LayersModel, name: string): Promise<tf.LayersModel> {
  const saved: tf.io.ModelArtifacts[] = [];
  const handler = tf.io.withSaveHandler(async (artifacts) => {
    saved.push(artifacts);
    return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
  });
  await model.save(handler);
  const topology = JSON.parse(JSON.stringify(saved[0].modelTopology)) as object;
  return tf.loadLayersModel(tf.io.fromMemory({ ...saved[0], modelTopology: withoutActivation(topology, name) }));
}

/** Sets the activation of a layer in a topology, wherever its configuration stands. */
function withoutActivation(topology: object, name: string): object {
  const left: object[] = [topology];
  for (let part = left.pop(); part !== undefined; part = left.pop()) {
    if ('name' in part && part.name === name && 'activation' in part) part.activation = 'linear';
    left.push(...Object.values(part).filter((value): value is object => typeof value === 'object' && value !== null));
  }
  return topology;
}

function addChange(classifier: Layer, { factor, shift, confidence }: AffineChange): tf.SymbolicTensor {
  const logits = onlyTensor(classifier.output, classifier.name);
  const features = onlyTensor(classifier.input, classifier.name);
  const prefix = `${classifier.name}_disalign`;
  // With mean 0 and variance 1, a normalisation is a factor and a shift for each channel.
  const affine = tf.layers.batchNormalization({ epsilon: 0, trainable: false, name: `${prefix}_change` });
  let change = apply(affine, logits);
  setWeights(affine, [factor, shift, new Float32Array(factor.length), new Float32Array(factor.length).fill(1)]);
  if (confidence) {
    const isRectified = confidence.form === 'rectified';
    const activation = isRectified ? 'relu' : 'sigmoid';
    const score = tf.layers.dense({ units: 1, activation, trainable: false, name: `${prefix}_confidence` });
    const c = apply(score, features);
    setWeights(score, [Float32Array.from(confidence.weight), Float32Array.of(confidence.bias)]);
    const rectified = isRectified ? activated(c, 'sigmoid', `${prefix}_sigmoid`) : c;
    change = apply(tf.layers.multiply({ name: `${prefix}_confident` }), [rectified, change]);
  }
  return apply(tf.layers.add({ name: `${prefix}_logits` }), [logits, change]);
}

function setWeights(layer: Layer, values: readonly Float32Array[]): void {
  tf.tidy(() => {
    layer.setWeights(layer.getWeights().map(({ shape }, index) => tf.tensor(values[index], shape)));
  });
}

function activated(
  tensor: tf.SymbolicTensor,
  activation: 'linear' | 'softmax' | 'sigmoid',
  name?: string,
): tf.SymbolicTensor {
  return activation === 'linear' ? tensor : apply(tf.layers.activation({ activation, name }), tensor);
}

/** The tensor that the same layers make of what has taken the place of others. */
function rebuildFrom(rebuilt: Map<tf.SymbolicTensor, tf.SymbolicTensor>, tensor: tf.SymbolicTensor): tf.SymbolicTensor {
  const known = rebuilt.get(tensor);
  if (known) return known;
  const inputs = tensor.inputs.map((input) => rebuildFrom(rebuilt, input));
  const isSame = inputs.every((input, index) => input === tensor.inputs[index]);
  const made = isSame ? tensor : apply(tensor.sourceLayer, inputs.length === 1 ? inputs[0] : inputs, tensor);
  rebuilt.set(tensor, made);
  return made;
}

function apply(
  layer: Layer,
  inputs: tf.SymbolicTensor | tf.SymbolicTensor[],
  before?: tf.SymbolicTensor,
): tf.SymbolicTensor {
  const outputs = layer.apply(inputs, before?.callArgs) as tf.SymbolicTensor | tf.SymbolicTensor[];
  return Array.isArray(outputs) ? outputs[before?.outputTensorIndex ?? 0] : outputs;
}
