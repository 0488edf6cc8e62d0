import { describe, expect, it } from 'vitest';
import { fixtureValues } from './fixtures/fixture-values.js';
import { tensorDtypes, type StoredTensor } from './stored-tensor.js';
import { tensorToFloat32 } from './tensor-to-float32.js';
import { tensorToFloat64 } from './tensor-to-float64.js';
import { tensorToInt32 } from './tensor-to-int32.js';

const where = { file: 'shard.safetensors', field: 'labels' };
const integers = [-3, 4, 0, 7, 3];

describe('tensorToFloat32 and tensorToFloat64', () => {
  it.each(tensorDtypes.filter((dtype) => dtype !== 'U8' && dtype !== 'BOOL'))('read %s', (dtype) => {
    expect([...tensorToFloat32(fixtureValues(dtype, [5]))]).toEqual(integers);
    expect([...tensorToFloat64(fixtureValues(dtype, [5]))]).toEqual(integers);
  });

  it('read U8 and BOOL', () => {
    expect([...tensorToFloat32(fixtureValues('U8', [5]))]).toEqual([3, 4, 0, 7, 3]);
    expect([...tensorToFloat64(fixtureValues('BOOL', [5]))]).toEqual([1, 0, 0, 1, 1]);
  });
});

describe('tensorToInt32', () => {
  it.each(['I64', 'I32', 'I16', 'I8'] as const)('reads %s', (dtype) => {
    expect([...tensorToInt32(fixtureValues(dtype, [5]), where)]).toEqual(integers);
  });

  it.each(['F32', 'F16', 'BOOL'] as const)('refuses %s: its elements are no integers', (dtype) => {
    expect(() => tensorToInt32(fixtureValues(dtype, [5]), where)).toThrow(
      `shard.safetensors: labels must be of dtype I64, I32, I16, I8 or U8, got ${dtype}`,
    );
  });

  it('refuses what int32 cannot hold and takes its ends', () => {
    const tensor = (...data: bigint[]): StoredTensor => ({
      dtype: 'I64',
      shape: [data.length],
      data: BigInt64Array.from(data),
    });
    expect([...tensorToInt32(tensor(-(2n ** 31n), 2n ** 31n - 1n), where)]).toEqual([-(2 ** 31), 2 ** 31 - 1]);
    for (const value of [2n ** 31n, -(2n ** 31n) - 1n, 2n ** 62n, 2n ** 53n + 1n]) {
      expect(() => tensorToInt32(tensor(0n, value), where)).toThrow(
        `shard.safetensors: labels[1] must be an integer within int32, got ${value}`,
      );
    }
  });
});
