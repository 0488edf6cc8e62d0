import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileFormatError } from '@disalign/core';
import { writeFileAtomically } from '@disalign/core/node';
import { describeFeatureModel } from '@disalign/onnx';
import type { OnnxNetwork } from './dump-onnx-network.js';

/** What the maps of a dump depend on. */
export interface OnnxDumpInputs extends OnnxNetwork {
  /** Of training and validation. */
  readonly images: readonly [training: number, validation: number];
}

/** Says what the folder of a dump is made of: one that is interrupted is continued by the same network, and by no other. */
const DESCRIPTION = 'network.json';

/** Begins a dump, or goes on with it. @throws FileFormatError where the folder holds that of another network, preprocessing or data set */
export async function continueOnnxDump(folder: string, inputs: OnnxDumpInputs): Promise<void> {
  const path = join(folder, DESCRIPTION);
  const { model: sha256, preprocessing } = await describeFeatureModel(inputs);
  const description = { sha256, preprocessing, images: inputs.images };
  const text = `${JSON.stringify(description, null, 2)}\n`;
  const kept = await readIfPresent(path);
  if (kept === text) return;
  if (kept !== null) {
    const expected = `what ${inputs.model} gives with this preprocessing on these images`;
    throw new FileFormatError({ file: path, field: 'content', expected, got: 'the description of another dump' });
  }
  await mkdir(folder, { recursive: true });
  await writeFileAtomically(path, new TextEncoder().encode(text));
}

async function readIfPresent(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
