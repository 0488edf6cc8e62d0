import { readFile } from 'node:fs/promises';
import { preprocessingPresets, type Preprocessing, type PreprocessingPreset } from '@disalign/onnx';
import { parseYaml } from '../files/parse-yaml.js';
import { preprocessingInputSchema } from './preprocessing-input.js';

/** A preset by its name, or preprocessing from a file, YAML or JSON. @throws FileFormatError naming file, line and key */
export async function readPreprocessing(nameOrPath: string): Promise<PreprocessingPreset | Preprocessing> {
  if (nameOrPath in preprocessingPresets) return nameOrPath as PreprocessingPreset;
  return parseYaml(await readFile(nameOrPath, 'utf8'), { file: nameOrPath, schema: preprocessingInputSchema });
}
