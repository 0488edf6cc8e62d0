import { mutateBytes } from '@disalign/test-support';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../random/create-random.js';
import { encodeNpy } from './encode-npy.js';
import { encodeSafetensors } from './encode-safetensors.js';
import { FileFormatError } from './file-format-error.js';
import { readFixture } from './fixtures/read-fixture.js';
import { parseNpy } from './parse-npy.js';
import { parseNpz } from './parse-npz.js';
import { parseSafetensors } from './parse-safetensors.js';
import type { StoredTensor } from './stored-tensor.js';

const maxExtraBytes = 256 * 2 ** 20;

/** Reads mutated copies; counts what is read, and throws when an error is none of format, or memory grows too far. */
async function readMutants(
  originals: readonly Uint8Array[],
  count: number,
  random: Random,
  read: (bytes: Uint8Array) => void | Promise<void>,
): Promise<{ read: number; refused: number }> {
  const result = { read: 0, refused: 0 };
  const before = process.memoryUsage();
  for (let mutant = 0; mutant < count; mutant++) {
    const bytes = mutateBytes(originals[mutant % originals.length], (bound) => random.nextInt(bound));
    try {
      await read(bytes);
      result.read++;
    } catch (error) {
      if (!(error instanceof FileFormatError)) throw error;
      if (!error.message.startsWith('mutant')) throw new Error(`no file name in: ${error.message}`);
      result.refused++;
    }
    const now = process.memoryUsage();
    const grown = Math.max(now.arrayBuffers - before.arrayBuffers, now.rss - before.rss);
    if (grown > maxExtraBytes) throw new Error(`mutant ${mutant} took ${grown} bytes`);
  }
  return result;
}

function expectConsistent(tensor: StoredTensor): void {
  const count = tensor.shape.reduce((product, size) => product * size, 1);
  if (tensor.data.length !== count) expect(tensor.data.length).toBe(count);
}

describe('10,000 mutated files', () => {
  let random: Random;
  beforeAll(() => {
    random = createRandom(20220304);
  });

  it('safetensors: each is refused as a format error or read correctly', async () => {
    const originals = [readFixture('every-dtype.safetensors'), readFixture('bfloat16.safetensors')];
    const { read, refused } = await readMutants(originals, 5000, random, (bytes) => {
      const content = parseSafetensors(bytes, 'mutant');
      content.tensors.forEach(expectConsistent);
      const again = parseSafetensors(encodeSafetensors(content.tensors, content.metadata), 'mutant');
      expect(again.metadata).toEqual(content.metadata);
      for (const [name, tensor] of content.tensors) expect(again.tensors.get(name)).toEqual(tensor);
    });
    expect(read).toBeGreaterThan(200);
    expect(refused).toBeGreaterThan(2000);
  });

  it('npy: each is refused as a format error or read correctly', async () => {
    const names = ['f32', 'fortran', 'version-2', 'version-3', 'scalar', 'empty', 'i64', 'refused-structured'];
    const originals = names.map((name) => readFixture(`${name}.npy`));
    const { read, refused } = await readMutants(originals, 3000, random, (bytes) => {
      const tensor = parseNpy(bytes, 'mutant');
      expectConsistent(tensor);
      expect(parseNpy(encodeNpy(tensor), 'mutant')).toEqual(tensor);
    });
    expect(read).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(1000);
  });

  it('npz: each is refused as a format error or read correctly', async () => {
    const originals = [readFixture('stored.npz'), readFixture('deflated.npz')];
    const { read, refused } = await readMutants(originals, 2000, random, async (bytes) => {
      (await parseNpz(bytes, 'mutant')).forEach(expectConsistent);
    });
    expect(read).toBeGreaterThan(50);
    expect(refused).toBeGreaterThan(1000);
  });
});
