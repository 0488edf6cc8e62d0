import { readMutants } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/create-random.js';
import { encodeNpy } from './encode-npy.js';
import { encodeSafetensors } from './encode-safetensors.js';
import { readFixture } from './fixtures/read-fixture.js';
import { parseNpy } from './parse-npy.js';
import { parseNpz } from './parse-npz.js';
import { parseSafetensors } from './parse-safetensors.js';
import type { StoredTensor } from './stored-tensor.js';

function expectConsistent(tensor: StoredTensor): void {
  const count = tensor.shape.reduce((product, size) => product * size, 1);
  if (tensor.data.length !== count) expect(tensor.data.length).toBe(count);
}

describe('10,000 mutated files', () => {
  const random = createRandom(20220304);
  const nextInt = (bound: number) => random.nextInt(bound);

  it('safetensors: each is refused as a format error or read correctly', async () => {
    const originals = [readFixture('every-dtype.safetensors'), readFixture('bfloat16.safetensors')];
    const { read, refused } = await readMutants({ originals, count: 5000, nextInt, file: 'mutant' }, (bytes) => {
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
    const { read, refused } = await readMutants({ originals, count: 3000, nextInt, file: 'mutant' }, (bytes) => {
      const tensor = parseNpy(bytes, 'mutant');
      expectConsistent(tensor);
      expect(parseNpy(encodeNpy(tensor), 'mutant')).toEqual(tensor);
    });
    expect(read).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(1000);
  });

  it('npz: each is refused as a format error or read correctly', async () => {
    const originals = [readFixture('stored.npz'), readFixture('deflated.npz')];
    const { read, refused } = await readMutants({ originals, count: 2000, nextInt, file: 'mutant' }, async (bytes) => {
      (await parseNpz(bytes, 'mutant')).forEach(expectConsistent);
    });
    expect(read).toBeGreaterThan(50);
    expect(refused).toBeGreaterThan(1000);
  });
});
