import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '@disalign/core/node';
import { z } from 'zod';
import { isThere } from '../files/is-there.js';
import { version } from '../command-line/version.js';
import { stepNames, type RunStep, type StepName } from './run-step.js';

const schema = z.object({ fingerprints: z.partialRecord(z.enum(stepNames), z.string()) });

/** Which steps of a run are done, as its folder remembers it. */
export interface StepLog {
  isDone(step: RunStep, fingerprint: string): Promise<boolean>;
  /** Remembers it, whole or not at all. */
  markDone(name: StepName, fingerprint: string): Promise<void>;
}

/** Opens the log of a folder; one that is missing or broken knows of no step. */
export async function openStepLog(folder: string): Promise<StepLog> {
  const path = join(folder, 'steps.json');
  let fingerprints = await readFingerprints(path);
  return {
    async isDone({ name, outputs }, fingerprint) {
      if (fingerprints[name] !== fingerprint) return false;
      return (await Promise.all(outputs.map(isThere))).every((there) => there);
    },
    async markDone(name, fingerprint) {
      fingerprints = { ...fingerprints, [name]: fingerprint };
      await writeFileAtomically(path, new TextEncoder().encode(`${JSON.stringify({ fingerprints }, null, 2)}\n`));
    },
  };
}

async function readFingerprints(path: string): Promise<Readonly<Partial<Record<StepName, string>>>> {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8'))).fingerprints;
  } catch {
    return {};
  }
}

/** Changes with the settings of a step, the names, sizes and times of its files, and the version of this package. */
export async function fingerprintOf({ files, settings }: RunStep): Promise<string> {
  const states = await Promise.all(
    files.map(async (path) => {
      const { size, mtimeMs } = await stat(path);
      return [path, size, mtimeMs];
    }),
  );
  return createHash('sha256').update(JSON.stringify({ version, settings, states })).digest('hex');
}
