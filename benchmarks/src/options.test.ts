import { describe, expect, it } from 'vitest';
import { taskExperimentNames } from './experiments/task-experiment-names.js';
import {
  dumpOf,
  experimentNames,
  parseOptions,
  segmentationDumpOf,
  segmentationModelOf,
  variantOf,
} from './options.js';
import { UsageError } from './usage-error.js';

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

  it('takes all figures and tables at once, those with data of their own where no other data set is named', () => {
    const onFeatures = experimentNames.filter((name) => name !== 'optimizers');
    expect(parseOptions(['--only', 'all']).only).toEqual([...onFeatures, ...taskExperimentNames]);
    expect(parseOptions(['--only', 'all', '--data-set', 'glyph-lt']).only).toEqual(onFeatures);
    const withScenes = ['--only', 'all', '--data-set', 'glyph-lt,glyph-scenes-150'];
    expect(parseOptions(withScenes).only).toEqual([...onFeatures, 'table6']);
  });

  it.each([
    [['--only', 'table1'], `--only: must be of ${[...experimentNames, ...taskExperimentNames].join(', ')}, got table1`],
    [['--train', 'a', '--name', 'A b'], '--name: must be lower-case words and numbers with hyphens between them'],
    [
      ['--data-set', 'glyph-lt,cifar'],
      '--data-set: must be of glyph-lt, fashion-mnist-lt, glyph-scenes-150, glyph-scenes-lvis, got cifar',
    ],
    [['--networks', '1;2'], '--networks: must be whole numbers with commas between them'],
    [['--backend', 'gpu'], '--backend: must be of auto, node-gpu, webgpu, wasm, node, cpu'],
    [['--retrain', '--backbone', 'vgg'], '--backbone: must be of glyph-net-8, resnet-10'],
    [['--sampler', 'loss'], '--sampler: must be of square-root, class-balanced, progressively-balanced'],
    [['--fast'], "Unknown option '--fast'"],
    [['glyph-lt'], "Unexpected argument 'glyph-lt'"],
  ])('names what is wrong with %s', (args, message) => {
    expect(() => parseOptions(args)).toThrow(UsageError);
    expect(() => parseOptions(args)).toThrow(message);
  });
});

describe('dumpOf', () => {
  const files = ['--train', 'train.npz', '--validation', 'validation.npz', '--test', 'test.npz'];
  const dump = { name: 'dump', train: 'train.npz', validation: 'validation.npz', test: 'test.npz' };

  it('is there when its files are named', () => {
    expect(dumpOf(parseOptions([]))).toBeNull();
    expect(dumpOf(parseOptions([...files, '--only', 'methods']))).toEqual({ ...dump, balanced: null, head: null });
    const more = ['--balanced', 'full.npz', '--head', 'head.safetensors', '--name', 'resnext-50'];
    expect(dumpOf(parseOptions([...files, ...more]))).toEqual({
      ...dump,
      name: 'resnext-50',
      balanced: 'full.npz',
      head: 'head.safetensors',
    });
  });

  it.each([
    [files.slice(0, 4), '--train: a dump must have --train, --validation and --test'],
    [['--head', 'a'], '--head: a dump must have --train, --validation and --test'],
    [files, '--head: must be given for component-ablation, an arm of which fine-tunes it'],
    [[...files, '--data-set', 'glyph-lt'], '--train: a dump must stand alone, without --data-set'],
    [[...files, '--retrain'], '--train: a dump must stand alone, without --retrain'],
  ])('refuses %s', (args, message) => {
    expect(() => dumpOf(parseOptions(args))).toThrow(new UsageError(message));
  });
});

describe('variantOf', () => {
  it('is the backbone or the sampler, not both', () => {
    expect(variantOf(parseOptions(['--retrain']))).toBeUndefined();
    expect(variantOf(parseOptions(['--retrain', '--backbone', 'resnet-10']))).toBe('resnet-10');
    expect(variantOf(parseOptions(['--retrain', '--sampler', 'square-root']))).toBe('square-root');
    const both = parseOptions(['--backbone', 'resnet-10', '--sampler', 'square-root']);
    expect(() => variantOf(both)).toThrow(new UsageError('--sampler: must stand alone, without --backbone'));
  });
});

describe('segmentationDumpOf', () => {
  it('is there when both folders are named: it is called by that of the maps', () => {
    expect(segmentationDumpOf(parseOptions([]))).toBeNull();
    expect(segmentationDumpOf(parseOptions(['--ade20k', 'data/ade', '--maps', 'dumps/fcn-r50']))).toEqual({
      name: 'fcn-r50',
      folder: 'dumps/fcn-r50',
      selection: { root: 'data/ade', split: 'training' },
      test: { root: 'data/ade', split: 'validation' },
      classes: 150,
      imageEnding: 'jpg',
    });
  });

  it.each([
    [['--maps', 'a'], '--maps: --ade20k and --maps go together'],
    [['--ade20k', 'a'], '--ade20k: --ade20k and --maps go together'],
  ])('refuses %s', (args, message) => {
    expect(() => segmentationDumpOf(parseOptions(args))).toThrow(new UsageError(message));
  });
});

describe('segmentationModelOf', () => {
  const folders = ['--ade20k', 'ade', '--maps', 'maps'];

  it('is there when a model is named, and prepares images as mmsegmentation does', () => {
    expect(segmentationModelOf(parseOptions(folders))).toBeNull();
    const model = { model: 'a.onnx', preprocessing: 'mmseg' };
    expect(segmentationModelOf(parseOptions([...folders, '--model', 'a.onnx']))).toEqual(model);
    const own = [...folders, '--model', 'a.onnx', '--preprocessing', 'own.json'];
    expect(segmentationModelOf(parseOptions(own))).toEqual({ ...model, preprocessing: 'own.json' });
  });

  it.each([
    [['--model', 'a.onnx'], '--model: goes with --ade20k and --maps'],
    [[...folders, '--preprocessing', 'mmseg'], '--preprocessing: goes with --model'],
  ])('refuses %s', (args, message) => {
    expect(() => segmentationModelOf(parseOptions(args))).toThrow(new UsageError(message));
  });
});
