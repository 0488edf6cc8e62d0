import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeSafetensors } from '../files/encode-safetensors.js';
import { FileFormatError } from '../files/file-format-error.js';
import { parseSafetensors } from '../files/parse-safetensors.js';
import { encodeFitState } from './encode-fit-state.js';
import { loadFitState, saveFitState } from './fit-checkpoint.js';
import type { FitState } from './fit-state.js';
import { parseFitState } from './parse-fit-state.js';

const state: FitState = {
  fingerprint: '{"seed":1,"name":"ü"}',
  candidates: [{ rho: 0.1, validationScore: 1 / 3 }],
  current: {
    optimizer: {
      step: 7,
      parameters: Float64Array.of(1 / 3, -0, 5e-324, -1e308),
      memory: { velocity: Float64Array.of(0.1, 0.2, 0.3, 0.1 + 0.2), empty: new Float64Array(0) },
      done: false,
    },
    attempt: 1,
    history: [{ loss: 0.1 + 0.2, meanConfidence: 2 / 3, validationScore: null }],
    epoch: { loss: 1e-17, confidence: 0.7, steps: 3 },
    best: { score: 0.1, epoch: 1, parameters: Float64Array.of(4, 3, 2, 1) },
  },
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disalign-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a saved fit state', () => {
  it('comes back without the loss of a bit', async () => {
    const path = join(folder, 'fit.safetensors');
    await saveFitState(path, state);
    expect(await loadFitState(path)).toEqual(state);
    const fresh = { ...state, candidates: [], current: { ...state.current, best: null, history: [] } };
    await saveFitState(path, fresh);
    expect(await loadFitState(path)).toEqual(fresh);
  });

  it('is named where it is missing or no checkpoint', async () => {
    const path = join(folder, 'fit.safetensors');
    await expect(loadFitState(path)).rejects.toMatchObject({ code: 'ENOENT' });
    await writeFile(path, encodeSafetensors({}, {}));
    await expect(loadFitState(path)).rejects.toThrow(FileFormatError);
    await expect(loadFitState(path)).rejects.toThrow(path);
  });

  it.each<[string, (metadata: Record<string, string>) => void, string]>([
    ['another format', (metadata) => (metadata.format = 'other'), 'metadata format'],
    ['another version', (metadata) => (metadata.version = '2'), 'metadata version'],
    ['no state', (metadata) => delete metadata.state, 'metadata state'],
    ['a state that is no JSON', (metadata) => (metadata.state = '{'), 'metadata state'],
    [
      'a step that is no count',
      (metadata) => (metadata.state = metadata.state.replace('"step":7', '"step":-7')),
      'step',
    ],
  ])('is refused with %s', (_, change, field) => {
    const { metadata, tensors } = parseSafetensors(encodeFitState(state), 'a');
    const changed = { ...metadata };
    change(changed);
    const bytes = encodeSafetensors(Object.fromEntries(tensors), changed);
    expect(() => parseFitState(bytes, 'a')).toThrow(FileFormatError);
    expect(() => parseFitState(bytes, 'a')).toThrow(field);
  });

  it.each([
    ['parameters', undefined],
    ['best', new Float64Array(3)],
    ['memory.velocity', Float64Array.of(1, NaN, 2, 3)],
  ] as const)('is refused with a bad %s', (name, data) => {
    const { metadata, tensors } = parseSafetensors(encodeFitState(state), 'a');
    const changed = Object.fromEntries([...tensors].filter(([key]) => key !== name));
    const bad = data ? { [name]: { dtype: 'F64' as const, shape: [data.length], data } } : {};
    const bytes = encodeSafetensors({ ...changed, ...bad }, metadata);
    expect(() => parseFitState(bytes, 'a')).toThrow(FileFormatError);
    expect(() => parseFitState(bytes, 'a')).toThrow(`tensor ${name}`);
  });
});
