import { mkdir, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, normalize, resolve } from 'node:path';
import { FileFormatError } from '@disalign/core';
import { copyFileAtomically, writeFileAtomically } from '@disalign/core/node';
import { externalFiles } from '../model-file/external-files.js';
import type { OnnxModel } from '../model-file/onnx-model.js';
import { splicedBytes, type Splice } from './splice.js';

/**
 * Writes a model with splices, whole or not at all. Files beside the model that hold its tensors are named in it by their place: in
 * another folder they are needed too, and copied there unless a file of that size is there already.
 *
 * @param pieces what is written; default the splices
 */
export async function saveEditedModel(
  model: OnnxModel,
  path: string,
  splices: readonly Splice[],
  pieces: Iterable<Uint8Array> = splicedBytes(model.source, splices),
): Promise<void> {
  await copyExternalFiles(model, dirname(resolve(path)));
  await writeFileAtomically(path, pieces);
}

async function copyExternalFiles({ source, graph }: OnnxModel, to: string): Promise<void> {
  const from = dirname(resolve(source.file));
  if (from === to) return;
  for (const name of externalFiles(graph)) {
    checkInside(source.file, name);
    const [original, copy] = [join(from, name), join(to, name)];
    const there = await stat(copy).catch(() => null);
    if (there?.size === (await stat(original)).size) continue;
    if (there)
      throw new FileFormatError({
        file: copy,
        field: 'file',
        expected: `that of ${original}, or not there`,
        got: 'another',
      });
    await mkdir(dirname(copy), { recursive: true });
    await copyFileAtomically(original, copy);
  }
}

/** A model must not make us write anywhere. */
function checkInside(file: string, name: string): void {
  if (!isAbsolute(name) && !normalize(name).startsWith('..')) return;
  throw new FileFormatError({ file, field: 'external data', expected: 'in the folder of the model', got: name });
}
