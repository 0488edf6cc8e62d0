import { readFile } from 'node:fs/promises';
import { decodeFile } from '@disalign/core/node';
import {
  completePreprocessing,
  preprocessingPresets,
  type Preprocessing,
  type PreprocessingPreset,
} from '@disalign/onnx';

/** A preset by its name, or preprocessing from a JSON file. @throws FileFormatError naming the file and the entry that breaks a rule */
export async function readPreprocessing(nameOrPath: string): Promise<PreprocessingPreset | Preprocessing> {
  const preset = presets.find((name) => name === nameOrPath);
  if (preset !== undefined) return preset;
  const text = await readFile(nameOrPath, 'utf8');
  return decodeFile(nameOrPath, 'preprocessing as JSON', () => {
    const preprocessing = JSON.parse(text) as Preprocessing;
    completePreprocessing(preprocessing);
    return preprocessing;
  });
}

const presets = Object.keys(preprocessingPresets) as PreprocessingPreset[];
