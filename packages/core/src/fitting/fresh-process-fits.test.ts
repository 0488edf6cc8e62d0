import { spawn, spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleForNode } from '@disalign/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wasmBytes } from '../kernels/wasm/wasm-kernels.js';
import { loadFitState } from './fit-checkpoint.js';

const sources = join(import.meta.dirname, '..');
const script = `
  import { drawFeatures } from './features/fixtures/draw-features.ts';
  import { fitCalibration } from './fitting/fit-calibration.ts';
  import { loadFitState, saveFitState } from './fitting/fit-checkpoint.ts';
  const { deterministic, epochs, checkpoint, resume } = JSON.parse(process.argv[2]);
  const train = drawFeatures({ rows: 3000, featureSize: 60, classes: 70 });
  const optimizer = { kind: 'sgd', epochs, batchSize: 1100 };
  const save = (state) => saveFitState(checkpoint, state);
  const { kernel, calibration } = await fitCalibration({ train }, {
    settings: { rho: 1, engine: 'wasm', validationFraction: 0, deterministic, optimizer },
    threads: 2,
    onWarning() {},
    checkpoint: checkpoint ? { everySteps: 1, save } : undefined,
    resume: resume ? await loadFitState(resume) : undefined,
  });
  console.log(JSON.stringify({ kernel, scale: [...calibration.scale] }));
`;

interface Answer {
  readonly kernel: string;
  readonly scale: readonly number[];
}

describe('a threaded fit in a process of its own', () => {
  let bundle: { folder: string; script: string };
  beforeAll(async () => {
    bundle = await bundleForNode(sources, { entry: { contents: script } });
  });
  afterAll(() => rmSync(bundle.folder, { recursive: true, force: true }));

  function run(options: object, flags: readonly string[] = []): Answer {
    const { stdout, stderr } = spawnSync(process.execPath, [...flags, bundle.script, JSON.stringify(options)], {
      encoding: 'utf8',
      timeout: 50_000,
    });
    expect(stderr).toBe('');
    return JSON.parse(stdout) as Answer;
  }

  it('uses fused multiply-add where the engine has it, unless the result is to be the same everywhere', () => {
    const isDefault = WebAssembly.validate(wasmBytes('relaxed', 'shared'));
    const flags = isDefault ? [] : ['--experimental-wasm-relaxed-simd'];
    const strict = run({ epochs: 2, deterministic: true }, flags);
    const relaxed = run({ epochs: 2, deterministic: false }, flags);
    expect(strict.kernel).toBe('wasm-float32-strict');
    expect(relaxed.kernel).toBe('wasm-float32-relaxed');
    strict.scale.forEach((value, k) => expect(relaxed.scale[k]).toBeCloseTo(value, 5));
    expect(run({ epochs: 2, deterministic: true })).toEqual(strict);
  });

  it('is ended by Ctrl-C with its last checkpoint whole, and goes on from there to the same last bit', async () => {
    const checkpoint = join(bundle.folder, 'fit.safetensors');
    const options = { epochs: 400, deterministic: true };
    const child = spawn(process.execPath, [bundle.script, JSON.stringify({ ...options, checkpoint })]);
    const ended = new Promise<string | null>((resolve) => child.on('exit', (_, signal) => resolve(signal)));
    while (!existsSync(checkpoint)) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 100));
    child.kill('SIGINT');
    expect(await ended).toBe('SIGINT');
    const state = await loadFitState(checkpoint);
    expect(state.current.optimizer.step).toBeGreaterThan(0);
    expect(state.current.optimizer.done).toBe(false);
    expect(run({ ...options, resume: checkpoint })).toEqual(run(options));
  });
});
