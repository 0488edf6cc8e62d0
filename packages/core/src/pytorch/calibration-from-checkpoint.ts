import type { Calibration, CalibrationForm, ConfidenceLayer } from '../calibration/calibration.js';
import { confidenceOfConvolution } from '../calibration/confidence-of-convolution.js';
import { FileFormatError } from '../files/file-format-error.js';
import { tensorToFloat64 } from '../files/tensor-to-float64.js';
import { CheckpointTensor, type CheckpointValue } from './checkpoint-value.js';
import { openPytorchCheckpoint, type PytorchCheckpoint } from './open-pytorch-checkpoint.js';

// K classes (without a detector's background), D features.

/** How a checkpoint of the authors' code is read. */
export interface CheckpointCalibrationOptions {
  /** `additive`: their classification code, `(1 + c scale) z + c bias`; `blend`: detection and segmentation. The file does not say. */
  readonly form: CalibrationForm;
  /** What stands before `logit_scale` in its name, such as `roi_heads.box_predictor`. Left out: the one place there is. */
  readonly prefix?: string;
}

const SCALE = 'logit_scale';

/**
 * Calibration in a checkpoint of the authors' code (cvpods, mmsegmentation) or of any network with parameters of these names:
 * `logit_scale` and `logit_bias` of K numbers, and `confidence_layer`: a linear layer (`weight`, `bias`), or a 1 x 1 convolution with batch
 * normalisation (`conv.weight`, `bn.*`), which is folded, and `rectified`. Without a confidence layer, c is 1.
 *
 * @param path a .pth file: a state_dict, or a map that holds one as `model`, `state_dict` or `model_state_dict`
 * @throws FileFormatError as `openPytorchCheckpoint`; where parameters are missing, at several places, or of sizes that do not fit
 * @example
 * import { calibrationFromCheckpoint, saveCalibration } from '@disalign/core/node';
 * async function convert(path: string) {
 *   const calibration = await calibrationFromCheckpoint(path, { form: 'additive' });
 *   await saveCalibration('calibration.safetensors', { calibration, classNames: null, fit: null });
 * }
 */
export async function calibrationFromCheckpoint(
  path: string,
  { form, prefix }: CheckpointCalibrationOptions,
): Promise<Calibration> {
  const checkpoint = await openPytorchCheckpoint(path);
  const parameters = parametersOf(checkpoint.value, path);
  const place = prefix === undefined ? onlyPlace(parameters, path) : prefix === '' ? '' : `${prefix}.`;
  const read = (name: string, length?: number) =>
    readVector(checkpoint, parameters, { name: `${place}${name}`, length });
  const scale = await read(SCALE);
  const bias = await read('logit_bias', scale.length);
  const has = (name: string) => parameters.has(`${place}${name}`);
  return { form, scale, bias, confidence: await readConfidence(read, has) };
}

type Parameters = ReadonlyMap<CheckpointValue, CheckpointValue>;

/** The map of parameters: the checkpoint itself, or one inside that a trainer put there. */
function parametersOf(value: CheckpointValue, file: string): Parameters {
  if (value instanceof Map) {
    for (const key of ['state_dict', 'model', 'model_state_dict']) {
      const inner: unknown = value.get(key);
      if (inner instanceof Map) return inner as Parameters;
    }
    return value as Parameters;
  }
  throw new FileFormatError({ file, field: 'checkpoint', expected: 'a map of parameters', got: 'another value' });
}

function onlyPlace(parameters: Parameters, file: string): string {
  const names = [...parameters.keys()].filter((name): name is string => typeof name === 'string');
  const places = names.filter((name) => name === SCALE || name.endsWith(`.${SCALE}`));
  if (places.length === 1) return places[0].slice(0, -SCALE.length);
  const got = places.length === 0 ? 'none' : places.slice(0, 5).join(', ');
  throw new FileFormatError({ file, field: `parameter ${SCALE}`, expected: 'at one place, or a prefix given', got });
}

/** A parameter of any number of axes, of which all but one are of length 1. */
async function readVector(
  checkpoint: PytorchCheckpoint,
  parameters: Parameters,
  { name, length }: { readonly name: string; readonly length: number | undefined },
): Promise<Float64Array> {
  const tensor = parameters.get(name);
  const fail = (expected: string, got: string) =>
    new FileFormatError({ file: checkpoint.path, field: `parameter ${name}`, expected, got });
  if (!(tensor instanceof CheckpointTensor)) throw fail('a tensor', tensor === undefined ? 'none' : 'another value');
  const sizes = tensor.shape.filter((size) => size !== 1);
  const count = sizes[0] ?? 1;
  if (sizes.length > 1 || count === 0 || (length !== undefined && count !== length)) {
    throw fail(length === undefined ? 'of one axis' : `of ${length} numbers`, `[${tensor.shape.join(', ')}]`);
  }
  if (!['F64', 'F32', 'F16', 'BF16'].includes(tensor.dtype)) throw fail('of floats', tensor.dtype);
  const values = tensorToFloat64(await checkpoint.readTensor(tensor));
  const bad = values.find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw fail('finite', `${bad}`);
  return values;
}

async function readConfidence(
  read: (name: string, length?: number) => Promise<Float64Array>,
  has: (name: string) => boolean,
): Promise<ConfidenceLayer | null> {
  const layer = 'confidence_layer';
  if (has(`${layer}.conv.weight`)) {
    const scalar = async (name: string) => (await read(`${layer}.bn.${name}`, 1))[0];
    return confidenceOfConvolution({
      weight: await read(`${layer}.conv.weight`),
      gain: await scalar('weight'),
      shift: await scalar('bias'),
      mean: await scalar('running_mean'),
      variance: await scalar('running_var'),
    });
  }
  if (!has(`${layer}.weight`)) return null;
  const weight = await read(`${layer}.weight`);
  const [bias] = await read(`${layer}.bias`, 1);
  return { weight, bias, mean: new Float64Array(weight.length), deviation: new Float64Array(weight.length).fill(1) };
}
