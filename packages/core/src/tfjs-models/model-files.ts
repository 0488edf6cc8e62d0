import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { decodeFile } from '../data-files/decode-file.js';
import { FileFormatError } from '../files/file-format-error.js';
import { writeFileAtomically } from '../files/write-file-atomically.js';

const weightSchema = z.looseObject({
  name: z.string(),
  shape: z.array(z.int().nonnegative()),
  dtype: z.enum(['float32', 'int32', 'bool', 'string', 'complex64']),
});
const modelSchema = z.looseObject({
  modelTopology: z.looseObject({}),
  weightsManifest: z.array(z.looseObject({ paths: z.array(z.string()), weights: z.array(weightSchema) })).default([]),
});

/** Saves and loads a model of TensorFlow.js. */
export interface ModelFiles {
  /** @throws FileFormatError for a file that is no model, or whose weights are not there whole */
  load(): Promise<tf.io.ModelArtifacts>;
  /** Weights first, under a name by their content, then `model.json` that names them: each whole, so that an old model stays until then. */
  save(artifacts: tf.io.ModelArtifacts): Promise<tf.io.SaveResult>;
}

/**
 * A model in a folder, `model.json` and weights beside it, as TensorFlow.js and its converter write it: a handler for `model.save`,
 * `tf.loadLayersModel` and `tf.loadGraphModel` that needs no native package.
 *
 * @param folder is made where it is missing
 * @example
 * import * as tf from '@tensorflow/tfjs';
 * import { modelFiles } from '@disalign/core/node';
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
 * await model.save(modelFiles('model'));
 * const again = await tf.loadLayersModel(modelFiles('model'));
 */
export function modelFiles(folder: string): ModelFiles {
  const file = join(folder, 'model.json');
  return {
    async load() {
      const content = await readFile(file, 'utf8');
      const model = await decodeFile(file, 'a model of TensorFlow.js', () => modelSchema.parse(JSON.parse(content)));
      const specs = model.weightsManifest.flatMap(({ weights }) => weights);
      const bytes = await readWeights(
        file,
        model.weightsManifest.flatMap(({ paths }) => paths),
      );
      checkLength(file, specs, bytes.byteLength);
      return tf.io.getModelArtifactsForJSON(model, async () => [specs, bytes]);
    },
    async save(artifacts) {
      await mkdir(folder, { recursive: true });
      const bytes = new Uint8Array(tf.io.CompositeArrayBuffer.join(artifacts.weightData));
      const name = `weights-${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.bin`;
      const weightsManifest = [{ paths: [name], weights: artifacts.weightSpecs ?? [] }];
      const json = { ...artifacts, weightSpecs: undefined, weightData: undefined, weightsManifest };
      await writeFileAtomically(join(folder, name), bytes);
      await writeFileAtomically(file, new TextEncoder().encode(JSON.stringify(json)));
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
    },
  };
}

/** Weights that are quantised, or texts, have lengths of their own: those are checked when they are decoded. */
function checkLength(file: string, specs: readonly z.output<typeof weightSchema>[], length: number): void {
  if (specs.some(({ dtype, quantization }) => quantization !== undefined || dtype === 'string')) return;
  const sizes = { float32: 4, int32: 4, bool: 1, complex64: 8, string: 0 };
  const expected = specs.reduce((sum, { dtype, shape }) => sum + shape.reduce((a, b) => a * b, sizes[dtype]), 0);
  if (length === expected) return;
  throw new FileFormatError({ file, field: 'weights', expected: `${expected} bytes`, got: `${length}` });
}

async function readWeights(file: string, paths: readonly string[]): Promise<ArrayBuffer> {
  const parts: ArrayBuffer[] = [];
  for (const path of paths) {
    if (isAbsolute(path) || normalize(path).startsWith('..')) {
      throw new FileFormatError({ file, field: 'weights', expected: 'in the folder of the model', got: path });
    }
    parts.push(Uint8Array.from(await readFile(join(dirname(file), path))).buffer);
  }
  return tf.io.CompositeArrayBuffer.join(parts);
}
