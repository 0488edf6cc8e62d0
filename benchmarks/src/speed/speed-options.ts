import { parseArgs } from 'node:util';
import { z } from 'zod';
import { UsageError } from '../usage-error.js';
import { caseName, imageCase, speedCases } from './cases/speed-case.js';
import { imageNetLt } from './fit/fit-shape.js';
import { sizesText } from './sizes-text.js';

/** What the command measures. */
export const speedParts = ['kernels', 'pixels', 'counting', 'fit', 'generator'] as const;

export const speedUsage = `npx nx run benchmarks:speed [-- OPTIONS]

Times the fused kernels beside composed TensorFlow.js, PyTorch (where a python3 has it) and the bandwidth of the memory; the
calibration of a whole image, pixels or channels first; confusion counts beside numpy's; and a whole fit from shards on disk beside
PyTorch's. Takes turns; checks every result against float64.

  --only PARTS          ${speedParts.join(', ')}; default: all
  --cases SIZES         batches, ROWSxFEATURESxCLASSES with commas between them; default: the four of the documentation
  --image SIZES         of the part pixels: PIXELSxFEATURESxCLASSES; default ${caseName(imageCase)}
  --side N              of the label maps of the part counting, in pixels; default 512
  --contestants TEXTS   only those whose name has one of these in it, such as wasm,triad
  --passes NAMES        of the part kernels: forward, gradients; default: both
  --threads COUNTS      default 1,2
  --rounds N            turns of each contestant; default 15
  --turn MS             milliseconds of a turn; default 150
  --megabytes N         size of the data set that is walked; default 800
  --relaxed-simd        turns on relaxed SIMD where the engine has it behind a flag, as Node 20 has
  --software-adapter    webgpu also on the processor
  --python PATH         a Python that has PyTorch 2, or none; default: python3, if it has
  --fit SIZES           ROWSxFEATURESxCLASSES; default ${imageNetLt.rows}x${imageNetLt.featureSize}x${imageNetLt.classes}
  --epochs N            of a fit; default ${imageNetLt.epochs}
  --fit-rounds N        default 3
  --origins NAMES       of a fit's rows: hot, cold, busy (hot, beside a busy core); default: all
  --generator-rows N    rows of the fit whose rows are computed; default 1200000
  --cache FOLDER        where the shards of the fit are kept; default benchmarks/.cache/speed
  --clean               removes them, and does nothing else
  --out FOLDER          where results are written; default benchmarks/results
  --name NAME           of the results; default speed
  --help                says this
`;

const positive = z.coerce.number().int().positive();
const list = z.string().transform((text) => text.split(',').filter((item) => item !== ''));
const namesOf = <Name extends string>(names: readonly [Name, ...Name[]]) => list.pipe(z.array(z.enum(names)).min(1));

const optionsSchema = z.object({
  only: namesOf(speedParts).default([...speedParts]),
  cases: list.pipe(z.array(sizesText).min(1)).default([...speedCases]),
  image: sizesText.default(imageCase),
  side: positive.default(512),
  contestants: list.optional(),
  passes: namesOf(['forward', 'gradients']).default(['forward', 'gradients']),
  threads: list
    .transform((items) => items.map(Number))
    .pipe(z.array(z.number().int().positive()).min(1))
    .default([1, 2]),
  rounds: positive.default(15),
  turn: positive.default(150),
  megabytes: positive.default(800),
  'relaxed-simd': z.boolean().default(false),
  'software-adapter': z.boolean().default(false),
  python: z.string().min(1).optional(),
  fit: sizesText.default(imageNetLt),
  epochs: positive.default(imageNetLt.epochs),
  'fit-rounds': positive.default(3),
  origins: namesOf(['hot', 'cold', 'busy']).default(['hot', 'cold', 'busy']),
  'generator-rows': positive.default(1_200_000),
  cache: z.string().min(1).optional(),
  clean: z.boolean().default(false),
  out: z.string().min(1).optional(),
  name: z
    .string()
    .regex(/^[\w-]+$/, 'must be letters, digits, - and _')
    .default('speed'),
  help: z.boolean().default(false),
});

/** What the command line asks for, completed. */
export type SpeedOptions = z.output<typeof optionsSchema>;

const flags = new Set(['relaxed-simd', 'software-adapter', 'clean', 'help']);

/** @throws UsageError naming the option, the rule and what came */
export function parseSpeedOptions(args: readonly string[]): SpeedOptions {
  const names = Object.keys(optionsSchema.shape);
  const options = Object.fromEntries(
    names.map((name) => [name, { type: flags.has(name) ? ('boolean' as const) : ('string' as const) }]),
  );
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const result = optionsSchema.safeParse(values);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0];
  throw new UsageError(`--${String(path[0])}: ${message}`);
}
