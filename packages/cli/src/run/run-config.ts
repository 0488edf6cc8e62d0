import { mkdir } from 'node:fs/promises';
import { loadCalibration } from '@disalign/core/node';
import { planExtraction } from './extract-step.js';
import type { RunConfig } from './run-config-schema.js';
import type { RunStep, StepName } from './run-step.js';
import { stepsOf, type RunOptions } from './run-steps.js';
import { fingerprintOf, openStepLog, type StepLog } from './step-log.js';

/** Who is told of a run besides. */
export interface RunConfigOptions extends RunOptions {
  /** Told when a step is over. */
  readonly onStep?: (step: FinishedStep) => void;
}

/** A step that is over. */
export interface FinishedStep {
  readonly name: StepName;
  /** Whether it was done before, of the same files and settings, and so not again. */
  readonly wasDone: boolean;
  readonly outputs: readonly string[];
}

/** A whole run. */
export interface FinishedRun {
  readonly steps: readonly FinishedStep[];
  /** What the fit is worth on its validation rows; null where there were none. */
  readonly message: string | null;
}

/**
 * `disalign run`: extracts, fits, evaluates, exports and reports as a configuration says. A step that is done, and whose files and settings have not
 * changed, is not done again; a fit that was interrupted goes on.
 *
 * @throws as the steps do; the reason of `signal`
 * @example
 * import { readRunConfig, runConfig } from 'disalign';
 * const run = async (file: string) => (await runConfig(await readRunConfig(file))).message;
 */
export async function runConfig(config: RunConfig, options: RunConfigOptions = {}): Promise<FinishedRun> {
  const extraction = config.extract && (await planExtraction(config, config.extract, options));
  await mkdir(config.output, { recursive: true });
  const log = await openStepLog(config.output);
  const finished = extraction ? [await finishStep(extraction.step, log, options)] : [];
  const planned = extraction?.config ?? config;
  const { features } = planned;
  if (features === undefined) throw new RangeError('runConfig: `config` must have features or extract, got neither');
  for (const step of await stepsOf({ ...planned, features }, options))
    finished.push(await finishStep(step, log, options));
  const calibration = finished.find(({ name }) => name === 'fit')?.outputs[0] ?? '';
  const { fit } = await loadCalibration(calibration);
  return { steps: finished, message: fit?.metrics?.message ?? null };
}

/** Does a step, unless it is done. */
async function finishStep(step: RunStep, log: StepLog, { signal, onStep }: RunConfigOptions): Promise<FinishedStep> {
  signal?.throwIfAborted();
  const fingerprint = await fingerprintOf(step);
  const wasDone = await log.isDone(step, fingerprint);
  if (!wasDone) {
    await step.run(fingerprint);
    await log.markDone(step.name, fingerprint);
  }
  const { name, outputs } = step;
  const finished = { name, wasDone, outputs };
  onStep?.(finished);
  return finished;
}
