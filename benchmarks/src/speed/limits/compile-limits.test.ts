import { expect, it } from 'vitest';
import { compileLimits } from './compile-limits.js';

it('adds three times an array to another, and copies', async () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536, shared: true });
  const { exports } = new WebAssembly.Instance(await compileLimits(), { env: { memory } });
  const { triad, copy } = exports as Record<'triad' | 'copy', (a: number, b: number, c: number, bytes: number) => void>;
  const [a, b, c] = [1024, 2048, 3072].map((start) => new Float32Array(memory.buffer, start, 32));
  b.set(b.map((_, i) => i));
  c.set(c.map((_, i) => 100 * i));
  triad(1024, 2048, 3072, 128);
  expect([...a]).toEqual([...b].map((value, i) => value + 300 * i));
  copy(1024, 2048, 3072, 64);
  expect([...a.subarray(0, 16)]).toEqual([...b.subarray(0, 16)]);
  expect(a[16]).toBe(16 + 4800);
});
