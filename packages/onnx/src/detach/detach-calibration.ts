import { FileFormatError } from '@disalign/core';
import { ModelProtoSchema, StringStringEntryProtoSchema } from 'onnx-buf';
import { fromBinary } from '@bufbuild/protobuf';
import { MARK, metadataOf } from '../edit/calibration-mark.js';
import { hashBytes } from '../edit/hash-bytes.js';
import { nodeFields } from '../edit/insertions.js';
import { renameOutput } from '../edit/rename-output.js';
import { saveEditedModel } from '../edit/save-edited-model.js';
import { spliceGraph } from '../edit/splice-graph.js';
import type { Splice } from '../edit/splice.js';
import { withByteSource } from '../model-file/byte-source.js';
import { readOnnxModel, type OnnxModel } from '../model-file/onnx-model.js';
import { walkFields } from '../model-file/walk-fields.js';

const removed = new Uint8Array();

/**
 * Gives the model back that a calibration was attached to: the very bytes, checked against the SHA-256 that was kept, or nothing.
 *
 * @param from path of the calibrated model
 * @param to path of the original; tensors outside the file are copied where it goes into another folder
 * @throws FileFormatError where `from` is not calibrated, or was changed since, so that the original cannot be had back; the file
 * `to` is then as it was
 * @example
 * import { detachCalibration } from '@disalign/onnx';
 * const detach = (path: string) => detachCalibration(path, 'original.onnx');
 */
export async function detachCalibration(from: string, to: string): Promise<void> {
  await withByteSource(from, async (source) => {
    const model = readOnnxModel(source);
    const metadata = metadataOf(model);
    const mark = (key: string) => {
      const value = metadata.get(key);
      if (value === undefined) {
        throw new FileFormatError({
          file: from,
          field: 'model',
          expected: 'calibrated by attachCalibration',
          got: `no ${key}`,
        });
      }
      return value;
    };
    const marks = { prefix: mark(MARK.prefix), tensor: mark(MARK.tensor), sha256: mark(MARK.sha256) };
    const splices = [...withoutNodes(model, marks), ...withoutMetadata(model)];
    if (hashBytes(source, splices) !== marks.sha256) {
      const expected = `its original, of SHA-256 ${marks.sha256}, without the calibration`;
      throw new FileFormatError({
        file: from,
        field: 'model',
        expected,
        got: 'another: it was changed after attachCalibration',
      });
    }
    await saveEditedModel(model, to, splices);
  });
}

function withoutNodes(model: OnnxModel, { prefix, tensor }: { prefix: string; tensor: string }): Splice[] {
  const raw = `${prefix}/raw_logits`;
  const inner = nodeFields(model).flatMap((field, at): Splice[] => {
    const { name, output } = model.graph.node[at];
    if (name.startsWith(`${prefix}/`)) return [{ start: field.start, end: field.end, bytes: removed }];
    return output.includes(raw) ? renameOutput(model, field, raw, tensor) : [];
  });
  return spliceGraph(model, inner);
}

function withoutMetadata({ source }: OnnxModel): Splice[] {
  const ours: ReadonlySet<string> = new Set(Object.values(MARK));
  return [...walkFields(source, { start: 0, end: source.size })]
    .filter(({ number, content }) => {
      if (number !== ModelProtoSchema.field.metadataProps.number) return false;
      return ours.has(fromBinary(StringStringEntryProtoSchema, Uint8Array.from(source.read(content))).key);
    })
    .map(({ start, end }) => ({ start, end, bytes: removed }));
}
