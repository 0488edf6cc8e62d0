import { parseArgs } from 'node:util';
import { z } from 'zod';
import { UsageError } from '../../usage-error.js';
import { sizesText } from '../sizes-text.js';

export const gpuUsage = `sh disalign-gpu.sh [OPTIONS]

Measures calibrated logits, and loss with gradients, on this machine's graphics card through WebGPU, beside its copy bandwidth and
PyTorch (CUDA) where a python3 has it; compares the results with float64; writes gpu.json and gpu.md.

  --sizes SIZES         ROWSxFEATURESxCLASSES; default 65536x2048x1000
  --rounds N            turns of each contestant; default 15
  --turn MS             milliseconds of a turn; default 300
  --copy-megabytes N    of the array that is copied; default 512
  --software-adapter    also on an adapter that computes on the processor
  --python PATH         a Python that has PyTorch 2 with CUDA, or none; default: python3, if it has
  --out FOLDER          where results are written; default: the current folder
  --help                says this
`;

const positive = z.coerce.number().int().positive();

const optionsSchema = z.object({
  sizes: sizesText.default({ rows: 65_536, featureSize: 2048, classes: 1000 }),
  rounds: positive.default(15),
  turn: positive.default(300),
  'copy-megabytes': positive.default(512),
  'software-adapter': z.boolean().default(false),
  python: z.string().min(1).optional(),
  out: z.string().min(1).default('.'),
  help: z.boolean().default(false),
});

/** What the command line asks for, completed. */
export type GpuOptions = z.output<typeof optionsSchema>;

/** @throws UsageError naming the option, the rule and what came */
export function parseGpuOptions(args: readonly string[]): GpuOptions {
  const [text, flag] = [{ type: 'string' }, { type: 'boolean' }] as const;
  const [sizes, rounds, turn, python, out, help] = [text, text, text, text, text, flag] as const;
  const others = { 'copy-megabytes': text, 'software-adapter': flag };
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options: { sizes, rounds, turn, python, out, help, ...others } }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const result = optionsSchema.safeParse(values);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0];
  throw new UsageError(`--${path.join('.')}: ${message}`);
}
