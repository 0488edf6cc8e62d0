import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { CaseData } from '../cases/draw-case.js';
import { imageSides, type SpeedTask } from '../cases/speed-case.js';
import type { Contestant, Peer } from './contestant.js';
import { startJsonLinesProcess, type JsonLinesProcess } from './json-lines-process.js';
import { torchEnvironment } from './torch-environment.js';

/** The folder of the Python scripts. */
export const torchFolder = fileURLToPath(new URL('../../../../tools/torch-peer/', import.meta.url));

/** What PyTorch is written like, and the passes it is written for. */
export const torchVariants = {
  eager: ['forward', 'forward-nchw', 'gradients'],
  addcmul: ['forward', 'forward-nchw', 'gradients'],
  'by hand': ['gradients'],
  compile: ['forward', 'forward-nchw', 'gradients'],
} as const satisfies Record<string, readonly SpeedTask['pass'][]>;

export type TorchVariant = keyof typeof torchVariants;

/** Floats of an array of its triad: 64 MiB. */
const TRIAD_FLOATS = 2 ** 24;

const described = z.object({
  device: z.string(),
  python: z.string(),
  torch: z.string(),
  threads: z.number(),
  blas: z.string(),
  capability: z.string(),
});
const timed = z.object({ milliseconds: z.number().positive() });
const valued = z.object({ values: z.base64() });

export interface TorchPeerOptions {
  readonly python: string;
  readonly threads: number;
  /** Default `cpu`. */
  readonly device?: 'cpu' | 'cuda';
  /** Where the scripts are. Default: in `tools`. */
  readonly folder?: string;
}

/** PyTorch in a process of its own. */
export async function startTorchPeer(options: TorchPeerOptions): Promise<Peer> {
  const { python, threads, device = 'cpu', folder: scripts = torchFolder } = options;
  const args = [join(scripts, 'peer.py'), String(threads), device];
  const peer = startJsonLinesProcess(python, args, torchEnvironment(threads));
  const { python: version, torch, blas, ...found } = described.parse(await peer.ask({ operation: 'describe' }));
  const where = `${found.device}, ${threads} thread${threads > 1 ? 's' : ''}`;
  const variants = Object.keys(torchVariants) as TorchVariant[];
  const contestants = variants.map((variant) => torchContestant(peer, variant, threads));
  return {
    description: `PyTorch ${torch} (Python ${version}, ${blas}, ${found.capability}) on ${where}`,
    contestants: device === 'cpu' ? [...contestants, torchTriad(peer, threads)] : contestants,
    async load(data) {
      const folder = await mkdtemp(join(tmpdir(), 'speed-case-'));
      try {
        await writeBlocks(folder, data);
        const { rows, featureSize, classes } = data.sizes;
        const sizes = { rows: rows * data.batches, batchRows: rows, featureSize, classes, ...imageSides(data.sizes) };
        await peer.ask({ operation: 'load', folder, ...sizes });
      } finally {
        await rm(folder, { recursive: true });
      }
    },
    async unload() {
      await peer.ask({ operation: 'unload' });
    },
    close: () => peer.close(),
  };
}

async function writeBlocks(folder: string, data: CaseData): Promise<void> {
  const { scale, bias, confidence } = data.calibration;
  const blocks = {
    'features.f32': data.featureBlock,
    'logits.f32': data.logitBlock,
    'labels.i32': data.labelBlock,
    'weights.f32': Float32Array.from(data.classWeights),
    'theta.f32': Float32Array.of(...scale, ...bias, ...confidence.weight, confidence.bias),
  };
  for (const [name, block] of Object.entries(blocks)) await writeFile(join(folder, name), block);
}

function torchContestant(peer: JsonLinesProcess, variant: TorchVariant, threads: number): Contestant {
  const passes: readonly SpeedTask['pass'][] = torchVariants[variant];
  return {
    name: `PyTorch ${variant}`,
    kind: 'pytorch',
    threads,
    takes: ({ pass }) => passes.includes(pass),
    async run({ pass, access }, iterations) {
      const request = { operation: 'run', variant, pass, hot: access === 'hot', iterations };
      return timed.parse(await peer.ask(request)).milliseconds;
    },
    async values({ pass }) {
      const { values } = valued.parse(await peer.ask({ operation: 'values', variant, pass }));
      const bytes = Uint8Array.from(Buffer.from(values, 'base64'));
      return new Float32Array(bytes.buffer);
    },
  };
}

function torchTriad(peer: JsonLinesProcess, threads: number): Contestant {
  return {
    name: 'triad, PyTorch',
    kind: 'limit',
    threads,
    bytes: 3 * 4 * TRIAD_FLOATS,
    takes: ({ access }) => access === 'streamed',
    async run(_, iterations) {
      const request = { operation: 'triad', size: TRIAD_FLOATS, iterations };
      return timed.parse(await peer.ask(request)).milliseconds;
    },
    values: async () => null,
  };
}
