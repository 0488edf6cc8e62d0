import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { torchEnvironment } from '../contestants/torch-environment.js';
import { torchFolder } from '../contestants/start-torch-peer.js';
import type { FitRequest } from './fit-main.js';
import { fitReport, type FitReport } from './fit-report.js';
import { fitRates } from './fit-shape.js';

/** Fits once with ours, in a process of its own. */
export function fitOurs(request: FitRequest, signal: AbortSignal): Promise<FitReport> {
  const script = fileURLToPath(new URL('./fit-main.js', import.meta.url));
  return reportOf(process.execPath, [script, JSON.stringify(request)], { env: process.env, signal });
}

/** Fits once with PyTorch, in a process of its own. */
export function fitWithTorch(
  python: string,
  { variant, ...request }: FitRequest & { readonly variant: string },
  signal: AbortSignal,
): Promise<FitReport> {
  const { learningRate, momentum, rho } = fitRates;
  const { shape, threads, shards } = request;
  const asked = JSON.stringify({ ...shape, threads, shards, variant, learningRate, momentum, rho });
  return reportOf(python, [join(torchFolder, 'fit.py'), asked], { env: torchEnvironment(threads), signal });
}

async function reportOf(
  program: string,
  args: readonly string[],
  options: { env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<FitReport> {
  try {
    const { stdout } = await promisify(execFile)(program, [...args], { ...options, maxBuffer: 2 ** 26 });
    return fitReport.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
  } catch (error) {
    // Of all that a process says at its end, the line with the error.
    const lines = error instanceof Error && 'stderr' in error ? String(error.stderr).split('\n') : [];
    const told = lines.findLast((line) => /^\w*Error\b/.test(line));
    throw told === undefined ? error : new Error(told, { cause: error });
  }
}
