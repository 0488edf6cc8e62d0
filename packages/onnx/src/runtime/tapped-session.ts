import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';
import { inspectModel } from '../inspect/inspect-model.js';
import { tapModel, type ModelTap, type TapOptions } from '../tap/tap-model.js';
import { startSession, type RuntimeOptions } from './start-session.js';

/** A model that runs, and the outputs that its features and logits are. */
export interface TappedSession {
  readonly session: InferenceSession;
  readonly tap: ModelTap;
}

/**
 * Starts a model with features and logits as outputs. The tapped file is temporary: beside the model where tensors lie in files there,
 * which runtimes look for in the folder of the model, else in the system's folder for such.
 */
export async function startTappedSession(model: string, options: TapOptions & RuntimeOptions): Promise<TappedSession> {
  const { externalFiles } = await inspectModel(model);
  const start = async (tapped: string) => {
    const tap = await tapModel(model, tapped, options);
    return { tap, session: await startSession(tapped, options) };
  };
  if (externalFiles.length === 0) {
    const folder = await mkdtemp(join(tmpdir(), 'disalign-tap-'));
    return start(join(folder, 'tapped.onnx')).finally(() => rm(folder, { recursive: true }));
  }
  const beside = join(dirname(resolve(model)), `.${basename(model)}.${randomUUID()}.tapped`);
  return start(beside).finally(() => rm(beside, { force: true }));
}
