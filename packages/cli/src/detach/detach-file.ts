import { detachCalibration } from '@disalign/onnx';

/** Writes the model as it was before a calibration was put into it. */
export async function detachFile(model: string, output: string): Promise<{ readonly output: string }> {
  await detachCalibration(model, output);
  return { output };
}
