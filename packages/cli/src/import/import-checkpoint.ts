import { withBackgroundColumn, type BackgroundColumn, type Calibration } from '@disalign/core';
import { calibrationFromCheckpoint, saveCalibration, type CheckpointCalibrationOptions } from '@disalign/core/node';

/** Which checkpoint becomes which calibration. */
export interface ImportCheckpointOptions extends CheckpointCalibrationOptions {
  /** A .pth file. */
  readonly checkpoint: string;
  /** The calibration file. */
  readonly output: string;
  /** Names in class order, kept in the file. */
  readonly classNames?: readonly string[];
  /** Detection: column of the background among the logits, which the checkpoint has no parameters for and which stays as it is. */
  readonly background?: BackgroundColumn;
}

/**
 * `disalign import`: the calibration in a checkpoint of the authors' code, or of any network with parameters of these names, as a calibration
 * file; see `calibrationFromCheckpoint` of @disalign/core/node.
 *
 * @throws FileFormatError naming checkpoint and parameter; RangeError for other than one name a class; what the file system throws
 * @example
 * import { importCheckpoint } from 'disalign';
 * const convert = (checkpoint: string) =>
 *   importCheckpoint({ checkpoint, form: 'additive', output: 'calibration.safetensors' });
 */
export async function importCheckpoint(options: ImportCheckpointOptions): Promise<Calibration> {
  const { checkpoint, output, classNames = null, background } = options;
  const found = await calibrationFromCheckpoint(checkpoint, options);
  if (classNames !== null && classNames.length !== found.scale.length) {
    throw new RangeError(
      `importCheckpoint: \`classNames\` must be ${found.scale.length}, one a class, got ${classNames.length}`,
    );
  }
  const calibration = background === undefined ? found : withBackgroundColumn(found, background);
  await saveCalibration(output, { calibration, classNames, fit: null });
  return calibration;
}
