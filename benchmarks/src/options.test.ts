import { describe, expect, it } from 'vitest';
import { parseOptions, UsageError } from './options.js';

describe('parseOptions', () => {
  it('asks for the component ablation of everything when nothing is said', () => {
    expect(parseOptions([])).toEqual({
      only: ['component-ablation'],
      networks: [0, 1, 2],
      seeds: [0, 1],
      backend: 'auto',
      retrain: false,
      help: false,
    });
  });

  it('takes lists, and the number of the table', () => {
    const args = ['--only', 'table5,optimizers', '--data-set', 'glyph-lt', '--networks', '2', '--seeds', '0,5,7'];
    expect(parseOptions(args)).toMatchObject({
      only: ['component-ablation', 'optimizers'],
      'data-set': ['glyph-lt'],
      networks: [2],
      seeds: [0, 5, 7],
    });
  });

  it.each([
    [['--only', 'table6'], '--only: must be of component-ablation, optimizers, got table6'],
    [['--data-set', 'glyph-lt,cifar'], '--data-set: must be of glyph-lt, fashion-mnist-lt, got cifar'],
    [['--networks', '1;2'], '--networks: must be whole numbers with commas between them'],
    [['--backend', 'gpu'], '--backend: must be of auto, node-gpu, webgpu, wasm, node, cpu'],
    [['--fast'], "Unknown option '--fast'"],
    [['glyph-lt'], "Unexpected argument 'glyph-lt'"],
  ])('names what is wrong with %s', (args, message) => {
    expect(() => parseOptions(args)).toThrow(UsageError);
    expect(() => parseOptions(args)).toThrow(message);
  });
});
