import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runInProcess } from '../fixtures/run-in-process.js';

describe('disalign doctor', () => {
  it('says what starts here, whether it computes correctly, and whether models can be run', async () => {
    const { code, stdout } = await runInProcess(['doctor', '--seconds', '0.2', '--json']);
    const diagnosis = z
      .object({
        node: z.string(),
        isCorrect: z.boolean(),
        backends: z.array(z.object({ name: z.string(), starts: z.boolean() })),
        onnxruntime: z.object({ isHere: z.boolean(), version: z.string() }),
      })
      .parse(JSON.parse(stdout));
    expect(diagnosis.backends.map(({ name }) => name)).toEqual(['node-gpu', 'webgpu', 'wasm', 'node', 'cpu']);
    expect(diagnosis.backends.find(({ name }) => name === 'cpu')?.starts).toBe(true);
    expect(diagnosis).toMatchObject({ node: process.version, onnxruntime: { isHere: true, version: '1.30.0' } });
    expect(code).toBe(diagnosis.isCorrect ? 0 : 1);
  });
});
