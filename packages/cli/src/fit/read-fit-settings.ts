import { readFile } from 'node:fs/promises';
import type { FitSettingsInput } from '@disalign/core';
import { parseYaml } from '../files/parse-yaml.js';
import { fitSettingsInputSchema } from './fit-settings-input.js';

/** Settings of a fit from a file, YAML or JSON. @throws FileFormatError naming file, line and key */
export async function readFitSettings(path: string): Promise<FitSettingsInput> {
  return parseYaml(await readFile(path, 'utf8'), { file: path, schema: fitSettingsInputSchema });
}
