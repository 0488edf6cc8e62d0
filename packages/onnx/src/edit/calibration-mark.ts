import { FileFormatError } from '@disalign/core';
import type { OnnxModel } from '../model-file/onnx-model.js';

/** Keys of what a calibrated model says of itself in its metadata. */
export const MARK = {
  version: 'disalign.version',
  sha256: 'disalign.original-sha256',
  tensor: 'disalign.tensor',
  features: 'disalign.features',
  prefix: 'disalign.prefix',
  background: 'disalign.background',
  calibration: 'disalign.calibration',
} as const;

export const MARK_VERSION = '1';

/** The metadata of a model, by key. */
export function metadataOf({ proto }: OnnxModel): ReadonlyMap<string, string> {
  return new Map(proto.metadataProps.map(({ key, value }) => [key, value]));
}

/** @throws FileFormatError where a calibration is attached already: a second would calibrate calibrated logits */
export function checkNotCalibrated(model: OnnxModel): void {
  if (!metadataOf(model).has(MARK.version)) return;
  const expected = 'not calibrated yet (detachCalibration gives the original back)';
  throw new FileFormatError({ file: model.source.file, field: 'model', expected, got: 'a calibrated one' });
}
