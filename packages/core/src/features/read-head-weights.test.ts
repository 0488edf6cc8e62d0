import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileFormatError } from '../files/file-format-error.js';
import { writeSafetensors } from '../files/write-safetensors.js';
import { readHeadWeights } from './read-head-weights.js';

// Three classes of two features.
const weight = { dtype: 'F32', shape: [3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) } as const;
const bias = { dtype: 'F32', shape: [3], data: Float32Array.of(-1, 0, 1) } as const;

describe('readHeadWeights', () => {
  let folder: string;
  let path: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'head-'));
    path = join(folder, 'head.safetensors');
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function read(tensors: Parameters<typeof writeSafetensors>[1]) {
    await writeSafetensors(path, tensors);
    return readHeadWeights(path);
  }

  it('reads weight and bias, whatever lies beside them', async () => {
    const head = await read({ 'head.weight': weight, 'head.bias': bias, 'confidence.bias': bias });
    expect(head).toEqual({ classes: 3, featureSize: 2, weight: weight.data, bias: bias.data });
  });

  it('takes a head without a bias', async () => {
    expect((await read({ 'head.weight': weight })).bias).toBeNull();
  });

  it('reads other float types as float32', async () => {
    // 1 and -2 as F16, 0.5 and 3 as F64.
    const half = { dtype: 'F16', shape: [2, 1], data: Uint16Array.of(0x3c00, 0xc000) } as const;
    const double = { dtype: 'F64', shape: [2], data: Float64Array.of(0.5, 3) } as const;
    const head = await read({ 'head.weight': half, 'head.bias': double });
    expect(head).toEqual({
      classes: 2,
      featureSize: 1,
      weight: Float32Array.of(1, -2),
      bias: Float32Array.of(0.5, 3),
    });
  });

  it('names the tensor, the row and the column of what breaks a rule', async () => {
    const integers = { dtype: 'I32', shape: [3, 2], data: new Int32Array(6) } as const;
    const cases = [
      [{ 'head.bias': bias }, 'head.weight'],
      [{ 'head.weight': bias }, 'head.weight'],
      [{ 'head.weight': integers }, 'head.weight'],
      [{ 'head.weight': { dtype: 'F32', shape: [0, 2], data: new Float32Array(0) } }, 'got [0, 2]'],
      [{ 'head.weight': { dtype: 'F32', shape: [3, 0], data: new Float32Array(0) } }, 'got [3, 0]'],
      [{ 'head.weight': weight, 'head.bias': { ...bias, shape: [2], data: bias.data.subarray(1) } }, 'head.bias'],
      [{ 'head.weight': { ...weight, data: Float32Array.of(1, 2, 3, NaN, 5, 6) } }, 'head.weight, row 1, column 1'],
      [{ 'head.weight': weight, 'head.bias': { ...bias, data: Float32Array.of(0, 0, Infinity) } }, 'head.bias, row 2'],
      // Too large for float32.
      [
        { 'head.weight': { dtype: 'F64', shape: [1, 2], data: Float64Array.of(0, 1e39) } },
        'head.weight, row 0, column 1',
      ],
    ] as const;
    for (const [tensors, text] of cases) {
      const reading = read(tensors);
      await expect(reading).rejects.toThrow(FileFormatError);
      await expect(reading).rejects.toThrow(text);
    }
  });
});
