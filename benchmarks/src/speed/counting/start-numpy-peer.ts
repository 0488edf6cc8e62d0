import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Contestant } from '../contestants/contestant.js';
import { startJsonLinesProcess, type JsonLinesProcess } from '../contestants/json-lines-process.js';
import { torchEnvironment } from '../contestants/torch-environment.js';
import { COUNTED_CLASSES, type CountingTask } from './counting-task.js';

const script = fileURLToPath(new URL('../../../../tools/numpy-peer/peer.py', import.meta.url));

/** Ways to count with numpy, as `tools/numpy-peer` has them. */
const variants = ['fast_hist', 'by hand'] as const;
type NumpyVariant = (typeof variants)[number];

const described = z.object({ python: z.string(), numpy: z.string() });
const timed = z.object({ milliseconds: z.number().positive() });
const counted = z.object({ confusion: z.array(z.int()) });

/** numpy in a process of its own. */
export interface NumpyPeer {
  readonly contestants: readonly Contestant<CountingTask>[];
  readonly description: string;
  close(): Promise<void>;
}

/** Starts it. @throws Error where this Python has no numpy */
export async function startNumpyPeer(python: string): Promise<NumpyPeer> {
  const peer = startJsonLinesProcess(python, [script], torchEnvironment(1));
  const { python: version, numpy } = described.parse(await peer.ask({ operation: 'describe' }));
  const load = loadOnce(peer);
  return {
    contestants: variants.map((variant) => numpyContestant(peer, variant, load)),
    description: `numpy ${numpy} (Python ${version})`,
    close: () => peer.close(),
  };
}

type Load = (task: CountingTask) => Promise<void>;

/** Hands the maps over when they are others than before. */
function loadOnce(peer: JsonLinesProcess): Load {
  let loaded: CountingTask | undefined;
  return async (task) => {
    if (loaded === task) return;
    const folder = await mkdtemp(join(tmpdir(), 'label-maps-'));
    try {
      for (const name of ['labels', 'prediction'] as const) {
        await writeFile(join(folder, name), Buffer.concat(task.images.map((image) => image[name].labels)));
      }
      const [{ labels }] = task.images;
      await peer.ask({ operation: 'load', folder, pixels: labels.labels.length, classes: COUNTED_CLASSES });
      loaded = task;
    } finally {
      await rm(folder, { recursive: true });
    }
  };
}

function numpyContestant(peer: JsonLinesProcess, variant: NumpyVariant, load: Load): Contestant<CountingTask> {
  return {
    name: `numpy ${variant}`,
    kind: 'numpy',
    threads: 1,
    takes: () => true,
    async run(task, iterations) {
      await load(task);
      return timed.parse(await peer.ask({ operation: 'run', variant, iterations })).milliseconds;
    },
    async values(task) {
      await load(task);
      return counted.parse(await peer.ask({ operation: 'values', variant })).confusion;
    },
  };
}
