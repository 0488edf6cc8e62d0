import { describe, expect, it } from 'vitest';
import { startFollowers } from './start-followers.js';

/** A module whose `follow(i32, i32)` does what the byte says: 0x00 traps, 0x01 returns. */
const moduleThat = (instruction: number) =>
  new WebAssembly.Module(
    Uint8Array.of(
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // magic, version
      ...[1, 6, 1, 0x60, 2, 0x7f, 0x7f, 0], // type (i32, i32) -> ()
      ...[3, 2, 1, 0], // one function of it
      ...[7, 10, 1, 6, ...Buffer.from('follow'), 0, 0], // exported
      ...[10, 5, 1, 3, 0, instruction, 0x0b], // its code
    ),
  );

async function failureOf(instruction: number): Promise<unknown> {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const followers = startFollowers({ module: moduleThat(instruction), memory, queue: 64, count: 2 });
  try {
    for (let wait = 0; wait < 500; wait++) {
      followers.check();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return undefined;
  } catch (error) {
    return error;
  } finally {
    await followers.close();
  }
}

describe('startFollowers', () => {
  it('tells what a thread died of', async () => {
    expect(String(await failureOf(0))).toBe('RuntimeError: unreachable');
  });

  it('tells of a thread that ended though nobody ended it', async () => {
    expect(String(await failureOf(1))).toBe('Error: fitCalibration: a thread ended with code 0');
  });
});
