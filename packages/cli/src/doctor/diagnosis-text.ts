import { formatDiagnosis } from '@disalign/core';
import type { Diagnosis } from './diagnose.js';

/** What `disalign doctor` prints for people. */
export function diagnosisText({ node, backends, onnxruntime }: Diagnosis): string {
  const runtime = onnxruntime.isHere ? onnxruntime.version : onnxruntime.reason;
  return `${formatDiagnosis(backends)}\n\nNode ${node}; onnxruntime-node ${runtime}`;
}
