import { encodeCalibration, FileFormatError, parseSafetensors, type CalibrationRecord } from '@disalign/core';
import type { NodeProto } from 'onnx-buf';
import { chooseClassifier } from '../classifier/choose-classifier.js';
import { chooseFeatures, type FeatureChoice } from '../classifier/choose-features.js';
import type { ClassifierCandidate } from '../classifier/classifier-candidate.js';
import { checkNotCalibrated, MARK, MARK_VERSION } from '../edit/calibration-mark.js';
import { hashBytes } from '../edit/hash-bytes.js';
import { appendMetadata, insertNodes, nodeFields } from '../edit/insertions.js';
import { renameOutput } from '../edit/rename-output.js';
import { saveEditedModel } from '../edit/save-edited-model.js';
import { spliceGraph } from '../edit/splice-graph.js';
import { indexGraph, type GraphIndex } from '../graph/graph-index.js';
import { unusedPrefix } from '../graph/unused-prefix.js';
import { withByteSource } from '../model-file/byte-source.js';
import { readOnnxModel, type OnnxModel } from '../model-file/onnx-model.js';
import { calibrationNodes } from './calibration-nodes.js';
import { withBackground, type BackgroundPlace } from './with-background.js';

// K classes, D features.

/** To which classifier a calibration is attached. */
export interface AttachOptions extends FeatureChoice {
  /** Name of its tensor of logits, or of one made of them; needed where the model has several classifiers of K classes. */
  readonly classifier?: string;
  /** Default `none`; `first` and `last` are the heads of torchvision and of detectron2: their logits are K + 1. */
  readonly background?: BackgroundPlace;
}

/** Broadcasting as numpy does it, which the nodes need, came with this version of the operators. */
const FIRST_OPSET = 7;

/**
 * Writes a model whose logits are calibrated: a few nodes behind the classifier, whose tensor of logits is renamed while the calibrated
 * one takes its name. Softmax, resize, outputs and every other byte stay as they are, and so does the accuracy of their arithmetic. The
 * metadata gets the SHA-256 of the original, with which `detachCalibration` gives it back, and what the calibration's file says of its
 * classes and its fit. The model is read in pieces: one of many gigabytes takes the memory of its graph.
 *
 * @param from path of the model
 * @param to path of the calibrated one; tensors outside the file are copied where it goes into another folder
 * @returns the classifier that was calibrated
 * @throws FileFormatError where `from` is no ONNX model of operators 7 or newer, is calibrated already, has no classifier of K classes and D
 * features or several; the file `to` is then as it was
 * @example
 * import { logitAdjustment } from '@disalign/core';
 * import { attachCalibration } from '@disalign/onnx';
 * const record = { calibration: logitAdjustment([900, 90, 10]), classNames: ['cat', 'dog', 'lynx'], fit: null };
 * const attach = (path: string) => attachCalibration(path, 'calibrated.onnx', record);
 */
export async function attachCalibration(
  from: string,
  to: string,
  record: CalibrationRecord,
  options: AttachOptions = {},
): Promise<ClassifierCandidate> {
  return withByteSource(from, async (source) => {
    const model = readOnnxModel(source);
    checkNotCalibrated(model);
    checkOpset(model);
    const index = indexGraph(model.graph, from);
    const { background = 'none', classifier: tensor } = options;
    const calibration = withBackground(record.calibration, background);
    const classifier = chooseClassifier(index, from, { classifier: tensor, classes: calibration.scale.length });
    checkFeatureSize(from, classifier, calibration.confidence?.weight.length);
    const features = chooseFeatures(index, classifier, { file: from, options });
    const prefix = unusedPrefix(index, 'disalign');
    const place = { classifier, features, prefix, rawLogits: `${prefix}/raw_logits`, calibrated: classifier.tensor };
    const metadata = {
      [MARK.version]: MARK_VERSION,
      [MARK.sha256]: hashBytes(source),
      [MARK.tensor]: classifier.tensor,
      [MARK.features]: features,
      [MARK.prefix]: prefix,
      [MARK.background]: background,
      [MARK.calibration]: JSON.stringify(parseSafetensors(encodeCalibration(record), from).metadata),
    };
    const nodes = calibrationNodes(calibration, place);
    await saveEditedModel(model, to, [...insertBehind(model, index, place, nodes), appendMetadata(model, metadata)]);
    return classifier;
  });
}

function insertBehind(
  model: OnnxModel,
  { producers }: GraphIndex,
  { calibrated, rawLogits }: { calibrated: string; rawLogits: string },
  nodes: readonly NodeProto[],
) {
  const producer = model.graph.node.findIndex((node) => node === producers.get(calibrated));
  const field = nodeFields(model)[producer];
  return spliceGraph(model, [...renameOutput(model, field, calibrated, rawLogits), insertNodes(field, nodes)]);
}

function checkOpset({ opset, source: { file } }: OnnxModel): void {
  if (opset >= FIRST_OPSET) return;
  throw new FileFormatError({ file, field: 'operator set', expected: `${FIRST_OPSET} or newer`, got: `${opset}` });
}

function checkFeatureSize(file: string, { featureSize, features }: ClassifierCandidate, expected = featureSize): void {
  if (featureSize === expected) return;
  const field = `tensor ${features}`;
  throw new FileFormatError({
    file,
    field,
    expected: `${expected} features, as the calibration has`,
    got: `${featureSize}`,
  });
}
