import { foldStandardization, identityScale, type Calibration, type FoldedConfidence } from '@disalign/core';
import { TensorProto_DataType, type NodeProto } from 'onnx-buf';
import type { ClassifierCandidate } from '../classifier/classifier-candidate.js';
import { elementTypeNumber } from '../classifier/element-type-name.js';
import { NodeList } from '../nodes/node-list.js';

// K classes, D features.

/** What the nodes read and make. */
export interface CalibrationPlace {
  readonly classifier: ClassifierCandidate;
  /** Tensor of features. */
  readonly features: string;
  /** Tensor of logits as the classifier gives them. */
  readonly rawLogits: string;
  /** Tensor that the calibrated logits become. */
  readonly calibrated: string;
  /** Beginning of every name that is made. */
  readonly prefix: string;
}

const { FLOAT, DOUBLE } = TensorProto_DataType;

/**
 * The nodes that calibrate logits in a graph: `(1 + c u) z + c b`, u the scale's distance from the identity, `c = sigmoid(w . x + b)`; the
 * formula of `calibrateLogits`. They compute in float32 (float64 logits: in float64): 16-bit logits are cast up, the result down again.
 * The identity gives every logit back to the bit: its margin is added as -0, since -0 + 0 would be 0.
 */
export function calibrationNodes({ form, scale, bias, confidence }: Calibration, place: CalibrationPlace): NodeProto[] {
  const { classifier, rawLogits, calibrated, prefix } = place;
  const given = elementTypeNumber(classifier.elementType) ?? FLOAT;
  const computed = given === DOUBLE ? DOUBLE : FLOAT;
  const list = new NodeList({ prefix, computed });
  const change = scale.map((value) => value - identityScale(form));
  const [scales, moves] = [change, bias].map((values) => values.some((value) => value !== 0));

  const c =
    confidence && (scales || moves) ? addConfidence(list, foldStandardization(confidence), { place, given }) : null;
  const perClass = (name: string, values: Float64Array) => {
    const constant = list.constant(name, [values.length, ...placeAxes(classifier)], values);
    return c === null ? constant : list.add('Mul', `confident_${name}`, [c, constant]);
  };
  let logits = given === computed ? rawLogits : list.cast('logits', rawLogits, computed);
  if (scales) {
    const magnitude = list.add('Add', 'magnitude', [perClass('scale_change', change), list.scalar('one', 1)]);
    logits = list.add('Mul', 'scaled', [logits, magnitude]);
  }
  if (moves) {
    const margin = bias.map((value) => (value === 0 ? -0 : value));
    logits = list.add('Add', 'moved', [logits, perClass('bias', margin)]);
  }
  if (given !== computed) list.cast('calibrated', logits, given);
  else if (logits === rawLogits) list.add('Identity', 'calibrated', [logits]);
  list.nodes[list.nodes.length - 1].output = [calibrated];
  return list.nodes;
}

function addConfidence(
  list: NodeList,
  { weight, bias, form }: FoldedConfidence,
  { place, given }: { place: CalibrationPlace; given: TensorProto_DataType },
): string {
  const { classifier } = place;
  const isMap = classifier.classAxis === 'second';
  const shape = isMap ? [1, weight.length, ...placeAxes(classifier)] : [weight.length, 1];
  const constant = list.constant('confidence_weight', shape, weight);
  const product = list.add(isMap ? 'Conv' : 'MatMul', 'product', [addFeatures(list, place, given), constant]);
  const score = list.add('Add', 'score', [product, list.scalar('confidence_bias', bias)]);
  const input = form === 'rectified' ? list.add('Relu', 'rectified_score', [score]) : score;
  return list.add('Sigmoid', 'confidence', [input]);
}

/** Features as they are computed with. Those before a division by their length may be of another type than the classifier's. */
function addFeatures(list: NodeList, { classifier, features }: CalibrationPlace, given: TensorProto_DataType): string {
  if (classifier.quantizedFeatures) return list.add('DequantizeLinear', 'features', [...classifier.quantizedFeatures]);
  const isComputed = given === list.computed && features === classifier.features;
  return isComputed ? features : list.cast('features', features, list.computed);
}

/** Axes of size 1 behind the classes, which stand for height and width. */
function placeAxes({ classAxis, rank }: ClassifierCandidate): number[] {
  return classAxis === 'second' ? new Array<number>((rank ?? 4) - 2).fill(1) : [];
}
