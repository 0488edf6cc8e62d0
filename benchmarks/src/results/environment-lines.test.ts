import { expect, it } from 'vitest';
import { environmentLines } from './environment-lines.js';
import { smallEnvironment } from './fixtures/small-ablation.js';

it('names machine, backend, versions, commit, date and command', () => {
  expect(environmentLines(smallEnvironment)).toEqual([
    'Machine: Some CPU, 8 threads, 31 GiB; Linux 6.1, x64',
    'Backend: wasm (WebAssembly, SIMD)',
    'Versions: Node 20.20.0, @disalign/core 0.1.0, @tensorflow/tfjs 4.22.0',
    'Commit: 0123abc, with changes',
    'Date: 2026-01-02T03:04:05.000Z',
    'Command: `npx nx benchmark -- --data glyph-lt`',
  ]);
});

it('says when the commit is unknown, and nothing of changes where there are none', () => {
  const commitLine = (source: typeof smallEnvironment.source) => environmentLines({ ...smallEnvironment, source })[3];
  expect(commitLine(null)).toBe('Commit: unknown');
  expect(commitLine({ commit: '0123abc', modified: false })).toBe('Commit: 0123abc');
});
