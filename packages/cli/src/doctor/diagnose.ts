import { diagnoseBackends, type BackendDiagnosis, type DiagnoseBackendsOptions } from '@disalign/core';

/** What runs on this machine. */
export interface Diagnosis {
  readonly node: string;
  readonly backends: readonly BackendDiagnosis[];
  /** What runs ONNX models, for `disalign extract`. */
  readonly onnxruntime: OnnxruntimeDiagnosis;
  /** Whether every backend that starts computes what float64 does. */
  readonly isCorrect: boolean;
}

/** Whether onnxruntime-node is here; its version, or why not. */
export type OnnxruntimeDiagnosis =
  { readonly isHere: true; readonly version: string } | { readonly isHere: false; readonly reason: string };

/**
 * `disalign doctor`: which backends start here, how fast and how exactly each computes, and whether ONNX models can be run.
 *
 * @throws RangeError unless `seconds` is a positive number
 * @example
 * import { diagnose } from 'disalign';
 * const { backends, isCorrect } = await diagnose({ seconds: 0.5 });
 */
export async function diagnose(options: DiagnoseBackendsOptions = {}): Promise<Diagnosis> {
  const backends = await diagnoseBackends(options);
  return {
    node: process.version,
    backends,
    onnxruntime: await findOnnxruntime(),
    isCorrect: backends.every((backend) => !backend.starts || backend.speed.isCorrect),
  };
}

async function findOnnxruntime(): Promise<OnnxruntimeDiagnosis> {
  try {
    const { env } = await import('onnxruntime-node');
    return { isHere: true, version: env.versions.node ?? env.versions.common };
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    return { isHere: false, reason: isMissing ? 'not installed: npm install onnxruntime-node' : String(error) };
  }
}
