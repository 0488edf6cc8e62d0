import { FileFormatError, float32ToFloat16 } from '@disalign/core';
import type { RawImage } from '@disalign/core/photographs';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { completePreprocessing, type CompletePreprocessing } from '../preprocessing/complete-preprocessing.js';
import { inputValues, type InputValues } from '../preprocessing/input-values.js';
import type { Preprocessing, PreprocessingPreset } from '../preprocessing/preprocessing.js';
import { outputValues, type OutputValues } from '../runtime/output-values.js';
import { loadRuntime, type RuntimeOptions } from '../runtime/start-session.js';
import { startTappedSession } from '../runtime/tapped-session.js';
import type { ModelTap, TapOptions } from '../tap/tap-model.js';

/** Which model is run, on what, and how pictures become its input. */
export interface FeatureModelOptions extends TapOptions, RuntimeOptions {
  /** Path of the ONNX model; it needs not be tapped. */
  readonly model: string;
  /** A preset's name, or its own. */
  readonly preprocessing: PreprocessingPreset | Preprocessing;
}

/** A model that gives features and logits of pictures. */
export interface FeatureModel {
  readonly tap: ModelTap;
  readonly preprocessing: CompletePreprocessing;
  /** Images that a run takes; null: any number. */
  readonly imagesAtOnce: number | null;
  /** Outputs of images of one size that are in the form of the preprocessing. */
  run(images: readonly RawImage[]): Promise<Readonly<Record<string, OutputValues>>>;
  /** Frees what the runtime holds. */
  close(): Promise<void>;
}

/** Opens a model. @throws what `tapModel`, `startSession` and `completePreprocessing` throw; FileFormatError where it has several inputs */
export async function openFeatureModel(options: FeatureModelOptions): Promise<FeatureModel> {
  const preprocessing = completePreprocessing(options.preprocessing);
  const { Tensor } = await loadRuntime();
  const { session, tap } = await startTappedSession(options.model, options);
  const input = await inputOf(session, options.model);
  const wanted = [...new Set([tap.features, tap.logits, ...tap.further])];
  const run = async (images: readonly RawImage[]) => {
    const values = inputValues(images, preprocessing);
    checkShape(values.shape, input, options.model);
    const shape = input.shape.length === values.shape.length ? values.shape : values.shape.slice(1);
    const outputs = await session.run({ [input.name]: new Tensor(...stored(values, input.type), shape) }, wanted);
    return Object.fromEntries(wanted.map((name) => [name, outputValues(name, outputs[name])]));
  };
  const batch = input.shape.length === 3 ? 1 : input.shape[0];
  return {
    tap,
    preprocessing,
    imagesAtOnce: typeof batch === 'number' ? batch : null,
    run,
    close: () => session.release(),
  };
}

type Input = InferenceSession.TensorValueMetadata;

async function inputOf(session: InferenceSession, file: string): Promise<Input> {
  try {
    return checkInput(session, file);
  } catch (error) {
    await session.release();
    throw error;
  }
}

function checkInput({ inputMetadata }: InferenceSession, file: string): Input {
  const names = inputMetadata.map(({ name }) => name).join(', ');
  const [input] = inputMetadata;
  if (inputMetadata.length !== 1) throw new FileFormatError({ file, field: 'inputs', expected: 'one', got: names });
  if (!input.isTensor || !(input.type in inputTypes) || ![3, 4].includes(input.shape.length)) {
    const got = input.isTensor ? `${input.type} of ${input.shape.length} dimensions` : 'no tensor';
    throw new FileFormatError({
      file,
      field: `input ${names}`,
      expected: `pictures (${Object.keys(inputTypes).join(', ')})`,
      got,
    });
  }
  return input;
}

/** A runtime's own error says less. */
function checkShape(given: readonly number[], { name, shape }: Input, file: string): void {
  const fixed = shape.slice(-3);
  const got = given.slice(1);
  if (fixed.every((side, axis) => typeof side !== 'number' || side === got[axis])) return;
  throw new FileFormatError({
    file,
    field: `input ${name}`,
    expected: `${got.join(' x ')}, which the preprocessing gives`,
    got: fixed.join(' x '),
  });
}

/** How the numbers of an input are stored, by its type. */
const inputTypes = {
  float32: (data: Float32Array) => data,
  float16: (data: Float32Array) => Uint16Array.from(data, float32ToFloat16),
  uint8: (data: Float32Array) => Uint8Array.from(Uint8ClampedArray.from(data)),
};

function stored({ data }: InputValues, type: Tensor.Type): [Tensor.Type, Float32Array | Uint16Array | Uint8Array] {
  return [type, inputTypes[type as keyof typeof inputTypes](data)];
}
