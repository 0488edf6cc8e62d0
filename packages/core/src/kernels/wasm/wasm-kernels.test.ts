import { describe, expect, it } from 'vitest';
import { availableArithmetic, instantiateKernels, type KernelArithmetic, wasmBytes } from './wasm-kernels.js';

/** Ids of the sections of a WebAssembly module. */
function sectionIds(bytes: Uint8Array): number[] {
  const ids: number[] = [];
  let at = 8;
  while (at < bytes.length) {
    ids.push(bytes[at++]);
    let [size, shift] = [0, 0];
    do {
      size += (bytes[at] & 127) * 2 ** shift;
      shift += 7;
    } while (bytes[at++] > 127);
    at += size;
  }
  return ids;
}

const builds = (['strict', 'relaxed'] as const).flatMap((arithmetic) =>
  (['own', 'shared'] as const).map((memory) => ({ arithmetic, memory, bytes: wasmBytes(arithmetic, memory) })),
);

describe.each(builds)('the module of the $arithmetic wasm kernels on $memory memory', ({ bytes }) => {
  const DATA = 11;
  const IMPORTS = 2;

  it('is small, and owns no data: the heap it runs on belongs to TensorFlow.js', () => {
    expect(bytes.length).toBeLessThan(30_000);
    expect(sectionIds(bytes)).toContain(IMPORTS);
    expect(sectionIds(bytes)).not.toContain(DATA);
  });

  it.runIf(WebAssembly.validate(bytes))('imports a memory and a logarithm, and nothing else', () => {
    const imports = WebAssembly.Module.imports(new WebAssembly.Module(bytes));
    expect(imports).toEqual([
      { module: 'align-block', name: 'log', kind: 'function' },
      { module: 'env', name: 'memory', kind: 'memory' },
    ]);
  });
});

describe('availableArithmetic', () => {
  it('is strict where results are to be the same everywhere', () => {
    expect(availableArithmetic({ deterministic: true })).toBe('strict');
  });

  it('is relaxed where the engine can', () => {
    const relaxed = WebAssembly.validate(wasmBytes('relaxed', 'own'));
    expect(availableArithmetic({ deterministic: false })).toBe(relaxed ? 'relaxed' : 'strict');
  });
});

const runnable = (['strict', 'relaxed'] as const).filter((arithmetic) =>
  WebAssembly.validate(wasmBytes(arithmetic, 'own')),
);

describe.each(runnable)('%s exponentials on wasm', (arithmetic: KernelArithmetic) => {
  const points = 2 ** 19;
  const memory = new WebAssembly.Memory({ initial: (2 * 4 * points) / 2 ** 16 });
  const { exponentials } = instantiateKernels(memory, arithmetic);
  const [from, to] = [new Float32Array(memory.buffer, 0, points), new Float32Array(memory.buffer, 4 * points, points)];

  it('is within 2 units in the last place of Math.exp from -87 to 0', () => {
    // Half of the points evenly, half of them close to 0.
    from.forEach((_, i) => (from[i] = i % 2 ? -87 * (i / points) : -(2 ** (-40 * (i / points)))));
    exponentials(0, 4 * points, points);
    let worst = 0;
    for (let i = 0; i < points; i++) {
      const exact = Math.exp(from[i]);
      worst = Math.max(worst, Math.abs(to[i] - exact) / 2 ** (Math.floor(Math.log2(exact)) - 23));
    }
    expect(worst).toBeLessThan(2);
  });

  it('is 1 at 0, 0 below -87, and NaN at NaN', () => {
    from.set([0, -0, -87.001, -1e4, -Infinity, NaN, -NaN, -3.4e38]);
    exponentials(0, 4 * points, 8);
    expect([...to.subarray(0, 8)]).toEqual([1, 1, 0, 0, 0, NaN, NaN, 0]);
  });
});
