// The program of the archive: `packed.json` and the Python scripts lie beside it.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { runGpu } from './run-gpu.js';

const packed = z.object({
  packages: z.record(z.string(), z.string()),
  source: z.object({ commit: z.string(), modified: z.boolean() }).nullable(),
});

const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const program = packed.parse(JSON.parse(await readFile(beside('packed.json'), 'utf8')));
process.exitCode = await runGpu(
  process.argv.slice(2),
  { ...program, torchFolder: beside('torch-peer') },
  { output: process.stdout, errors: process.stderr, signal: new AbortController().signal },
);
