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

/** One to four hostile changes: flipped bits, interesting bytes, numbers and lengths, cuts, copies, insertions. */
function mutate(original: Uint8Array, random: Random): Uint8Array {
  let bytes = original.slice();
  for (let change = random.nextInt(4); change >= 0; change--) {
    // Most bytes of a file are data; most rules are about the header and, in archives, the end.
    const near = [Math.min(bytes.length, 400), bytes.length][random.nextInt(2)];
    const at = random.nextInt(Math.max(near, 1));
    switch (random.nextInt(8)) {
      case 0:
        bytes[at] ^= 1 << random.nextInt(8);
        break;
      case 1:
        bytes[at] = [0, 0xff, 0x7f, 0x80, 0x22, 0x7b, 0x5c, 0x2c][random.nextInt(8)];
        break;
      case 2:
        bytes = bytes.slice(0, at);
        break;
      case 3: {
        const end = Math.min(bytes.length, at + random.nextInt(40));
        bytes = Uint8Array.from([...bytes.subarray(0, end), ...bytes.subarray(at)]);
        break;
      }
      case 4: {
        const end = Math.min(bytes.length, at + random.nextInt(40));
        bytes = Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(end)]);
        break;
      }
      case 5:
        replaceDigits(bytes, at, random);
        break;
      case 6: {
        const numbers = [0, 1, 8, 255, 2 ** 16 - 1, 2 ** 28, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];
        const start = random.nextInt(2) === 0 ? Math.max(0, bytes.length - 60 + random.nextInt(60)) : at;
        if (start + 4 <= bytes.length) new DataView(bytes.buffer).setUint32(start, numbers[random.nextInt(9)], true);
        break;
      }
      default:
        bytes = Uint8Array.from([...bytes, ...bytes.subarray(at, at + random.nextInt(40))]);
    }
  }
  return bytes;
}

/** Other digits for the next number from `at` on: valid text with a false shape or offset. */
function replaceDigits(bytes: Uint8Array, at: number, random: Random): void {
  const isDigit = (byte: number) => byte >= 0x30 && byte <= 0x39;
  while (at < bytes.length && !isDigit(bytes[at])) at++;
  for (; at < bytes.length && isDigit(bytes[at]); at++) bytes[at] = 0x30 + random.nextInt(10);
}

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
    const bytes = mutate(originals[mutant % originals.length], random);
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
