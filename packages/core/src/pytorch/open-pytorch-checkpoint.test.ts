import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMutants } from '@disalign/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileFormatError } from '../files/file-format-error.js';
import { parseSafetensors } from '../files/parse-safetensors.js';
import { createRandom } from '../random/create-random.js';
import { CheckpointTensor, type CheckpointValue } from './checkpoint-value.js';
import { openPytorchCheckpoint } from './open-pytorch-checkpoint.js';

const fixtures = join(import.meta.dirname, 'fixtures');
const fixture = (name: string) => join(fixtures, `${name}.pth`);
const expected = parseSafetensors(readFileSync(join(fixtures, 'checkpoints.safetensors')), 'checkpoints').tensors;

async function mapIn(path: string): Promise<ReadonlyMap<CheckpointValue, CheckpointValue>> {
  const { value } = await openPytorchCheckpoint(path);
  if (!(value instanceof Map)) throw new TypeError('no map');
  return value;
}

/** Reads a checkpoint and every tensor of it. */
async function readAll(path: string): Promise<number> {
  const checkpoint = await openPytorchCheckpoint(path);
  const left: CheckpointValue[] = [checkpoint.value];
  let tensors = 0;
  while (left.length > 0 && tensors < 100) {
    const value = left.pop();
    if (value instanceof CheckpointTensor) {
      const { shape, data } = await checkpoint.readTensor(value);
      expect(data).toHaveLength(shape.reduce((product, size) => product * size, 1));
      tensors++;
    } else if (value instanceof Map) left.push(...(value.values() as Iterable<CheckpointValue>));
  }
  return tensors;
}

describe('openPytorchCheckpoint', () => {
  it('reads tensors of every dtype, transposed, sliced and of shared storage, as PyTorch does', async () => {
    const checkpoint = await openPytorchCheckpoint(fixture('every-dtype'));
    const { value } = checkpoint;
    if (!(value instanceof Map)) throw new TypeError('no map');
    expect(value.size).toBe(17);
    for (const [name, tensor] of value as Map<string, CheckpointValue>) {
      if (!(tensor instanceof CheckpointTensor)) throw new TypeError(`${name} is no tensor`);
      expect(await checkpoint.readTensor(tensor)).toEqual(expected.get(`every.${name}`));
    }
  });

  it.each([2, 3, 4, 5])('reads protocol %i, with all that stands beside the tensors', async (protocol) => {
    const content = await mapIn(fixture(`protocol-${protocol}`));
    const meta = content.get('meta');
    expect(meta).toEqual(
      new Map<string, unknown>([
        ['CLASSES', ['wall', 'Fußboden']],
        ['PALETTE', [[1, 2, 3]]],
        ['time', 1.5],
        ['flags', new Set([1, 2])],
        ['seed', null],
        ['ok', true],
        ['raw', Uint8Array.of(0, 255)],
      ]),
    );
  });

  it('reads counters and integers beyond 32 bits', async () => {
    const scheduler = (await mapIn(fixture('classification'))).get('scheduler') as Map<string, unknown>;
    expect(scheduler.get('milestones')).toEqual(
      new Map([
        [30, 1],
        [60, 1],
      ]),
    );
    expect(scheduler.get('_step_count')).toBe(2 ** 40);
  });

  it('names what it refuses: the older format, and files that are none', async () => {
    await expect(openPytorchCheckpoint(fixture('legacy'))).rejects.toThrow(
      'legacy.pth: file must be a zip archive, as torch.save of PyTorch 1.6 or newer writes it, got one of the format before 1.6',
    );
    await expect(openPytorchCheckpoint(join(fixtures, 'checkpoints.safetensors'))).rejects.toThrow('got another');
    await expect(openPytorchCheckpoint(join(fixtures, 'none.pth'))).rejects.toThrow('ENOENT');
  });

  it.each([
    ['system', 'a call of "posix.system"'],
    ['system-4', 'a call of "posix.system"'],
    ['import', 'a call of "os.system"'],
    ['eval', 'a call of "__builtin__.eval"'],
    ['popen', 'a call of "commands.Popen"'],
    ['getattr', 'a call of "__builtin__.getattr"'],
    ['class', 'pickle must be tensors and containers alone, got collections.OrderedDict'],
    ['buffer', 'opcode 151'],
    ['extension', 'opcode 130'],
    ['repeated', '1099511627776 elements up to 0 of 4'],
    ['outside', '4 elements up to 4 of 4'],
    ['negative', 'a size of -1'],
    ['other-id', 'an id of another kind'],
    ['bomb', 'stored, as torch.save does, got compressed'],
  ])('refuses a hostile pickle: %s', async (name, reason) => {
    const error = await openPytorchCheckpoint(fixture(`hostile-${name}`)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FileFormatError);
    expect(String(error)).toContain(reason);
    expect(String(error)).toContain(`hostile-${name}.pth`);
  });

  it('refuses a storage that is shorter than a pickle says, before memory is taken', async () => {
    const checkpoint = await openPytorchCheckpoint(fixture('hostile-long-storage'));
    const [tensor] = (checkpoint.value as Map<string, CheckpointTensor>).values();
    await expect(checkpoint.readTensor(tensor)).rejects.toThrow('must be at least 4398046511104 bytes, got 16');
  });

  it('takes what is deep, or refers to itself ten times over sixty times, for what it is', async () => {
    for (const name of ['hostile-deep', 'hostile-laughs']) expect((await mapIn(fixture(name))).size).toBe(1);
  });

  describe('of 150 mutated and cut-off files', () => {
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'disalign-checkpoints-'));
    });
    afterAll(() => rm(folder, { recursive: true }));

    it('reads each, or refuses it with one error that names it', async () => {
      const names = readdirSync(fixtures).filter((name) =>
        /^(classification|segmentation|every-dtype|protocol)/.test(name),
      );
      const originals = await Promise.all(names.map((name) => readFile(join(fixtures, name))));
      const mutant = join(folder, 'mutant.pth');
      const random = createRandom(41);
      const nextInt = (bound: number) => random.nextInt(bound);
      const { read, refused } = await readMutants({ originals, count: 150, nextInt, file: mutant }, async (bytes) => {
        await writeFile(mutant, bytes);
        await readAll(mutant);
      });
      expect(read + refused).toBe(150);
      expect(refused).toBeGreaterThan(50);
    });

    it('refuses every beginning of a file', async () => {
      const whole = await readFile(fixture('detection'));
      const part = join(folder, 'part.pth');
      for (let length = 0; length < whole.length; length += 97) {
        await writeFile(part, whole.subarray(0, length));
        await expect(openPytorchCheckpoint(part)).rejects.toBeInstanceOf(FileFormatError);
      }
    });
  });
});
