import { beforeEach, describe, expect, it, vi } from 'vitest';
import { backendNames, type BackendName } from './backend-name.js';
import { startBackend } from './start-backend.js';
import { startOne } from './start-one.js';

vi.mock('./start-one.js', () => ({ startOne: vi.fn() }));

const starts = vi.mocked(startOne);
const tried = () => starts.mock.calls.map(([name]) => name);

/** Makes these backends start, and all others fail. */
function letStart(...names: BackendName[]): void {
  starts.mockImplementation(async (name) => {
    if (!names.includes(name)) throw new Error(`${name} is\n  missing`);
    return { device: `device of ${name}`, stop: async () => undefined };
  });
}

describe('startBackend', () => {
  beforeEach(() => void starts.mockReset());

  it('takes, for auto, the first that starts of node-gpu, webgpu, wasm, node, cpu, and says why not the others', async () => {
    letStart('wasm', 'node', 'cpu');
    const { stop, ...started } = await startBackend('auto');
    expect(started).toEqual({
      name: 'wasm',
      device: 'device of wasm',
      unavailable: [
        { name: 'node-gpu', reason: 'node-gpu is missing' },
        { name: 'webgpu', reason: 'webgpu is missing' },
      ],
    });
    expect(tried()).toEqual(['node-gpu', 'webgpu', 'wasm']);
    await expect(stop()).resolves.toBeUndefined();
  });

  it('tries all of them, in that order', async () => {
    letStart('cpu');
    expect((await startBackend('auto')).unavailable.map(({ name }) => name)).toEqual([
      'node-gpu',
      'webgpu',
      'wasm',
      'node',
    ]);
    expect(tried()).toEqual([...backendNames]);
  });

  it('never takes a software adapter for auto, though it is allowed, and hands on the other options', async () => {
    letStart('cpu');
    await startBackend('auto', { allowSoftwareAdapter: true, wasmPaths: '/wasm/' });
    for (const [, options] of starts.mock.calls) {
      expect(options).toEqual({ allowSoftwareAdapter: false, wasmPaths: '/wasm/' });
    }
    await startBackend('cpu', { allowSoftwareAdapter: true });
    expect(starts.mock.lastCall).toEqual(['cpu', { allowSoftwareAdapter: true }]);
  });

  it('names every reason where none starts', async () => {
    letStart();
    const reasons = backendNames.map((name) => `${name}: ${name} is missing`).join('; ');
    await expect(startBackend('auto')).rejects.toThrow(new Error(`startBackend: no backend starts: ${reasons}`));
  });

  it('starts the backend it is asked for, or rejects and tries no other', async () => {
    letStart('webgpu', 'cpu');
    expect(await startBackend('webgpu')).toMatchObject({ name: 'webgpu', unavailable: [] });
    starts.mockClear();
    const start = startBackend('wasm');
    await expect(start).rejects.toThrow(new Error('startBackend: wasm does not start: wasm is missing'));
    await expect(start).rejects.toMatchObject({ cause: { message: 'wasm is\n  missing' } });
    expect(tried()).toEqual(['wasm']);
  });

  it('refuses a name that is no backend', async () => {
    letStart('cpu');
    const name = 'webgl' as BackendName;
    await expect(startBackend(name)).rejects.toThrow(
      new RangeError('startBackend: `name` must be one of auto, node-gpu, webgpu, wasm, node, cpu, got webgl'),
    );
    expect(tried()).toEqual([]);
  });

  it('follows one start at a time', async () => {
    const events: string[] = [];
    starts.mockImplementation(async (name) => {
      events.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      events.push(`${name} ends`);
      throw new Error('no');
    });
    await Promise.allSettled([startBackend('wasm'), startBackend('cpu')]);
    expect(events).toEqual(['wasm begins', 'wasm ends', 'cpu begins', 'cpu ends']);
  });
});
