import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MissingDataSetError } from '@disalign/classification';
import { writeFeatureShards, writeSafetensors } from '@disalign/core/node';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkpointRecipes } from './checkpoints/checkpoint-recipe.js';
import { retrainCheckpoints } from './checkpoints/retrain-checkpoints.js';
import { retrainSceneDetectors } from './checkpoints/retrain-scene-detectors.js';
import { retrainSceneNetworks } from './checkpoints/retrain-scene-networks.js';
import { experiments } from './experiments/experiments.js';
import { drawRows, labelsOf } from './experiments/fixtures/tiny-features.js';
import { taskExperiments } from './experiments/task-experiments.js';
import { makeLivePanel } from './experiments/live-panel/make-live-panel.js';
import { usage } from './options.js';
import { runBenchmark } from './run-benchmark.js';

vi.mock('./checkpoints/retrain-checkpoints.js');
vi.mock('./checkpoints/retrain-scene-detectors.js');
vi.mock('./checkpoints/retrain-scene-networks.js');
vi.mock('./experiments/live-panel/make-live-panel.js');

const missing = new MissingDataSetError({
  dataSet: 'Fashion-MNIST',
  lookedFor: ['labels.gz'],
  lookedIn: ['/nowhere'],
  howToGet: 'Install it.',
});

let folder: string;
let interrupted: AbortController;
let output: string;
let errors: string;
const load = {
  glyph: vi.spyOn(checkpointRecipes['glyph-lt'], 'load'),
  fashion: vi.spyOn(checkpointRecipes['fashion-mnist-lt'], 'load'),
};
const ablation = vi.spyOn(experiments['component-ablation'], 'run');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'benchmark-'));
  interrupted = new AbortController();
  [output, errors] = ['', ''];
  // Only that it is here counts: the experiment is a small one, too.
  load.glyph.mockResolvedValue(await emptyDataSet());
  load.fashion.mockRejectedValue(missing);
  load.glyph.mockClear();
  ablation.mockReset().mockResolvedValue({
    data: { ablation: { rows: [] } },
    table: 'the table',
    markdown: ({ command }) => `# The page of ${command}`,
    figure: async () => '<svg/>',
  });
});
afterEach(() => rm(folder, { recursive: true }));

async function emptyDataSet() {
  const none = { count: 0, labels: new Int32Array(0), read: async () => new Uint8Array(0) };
  const splits = { train: none, validation: none, test: none };
  return { name: 'none', height: 1, width: 1, channels: 1, classNames: [], trainCounts: [], splits };
}

const run = (...args: string[]) =>
  runBenchmark(args, {
    output: { write: (text: string) => (output += text) },
    errors: { write: (text: string) => (errors += text) },
    signal: interrupted.signal,
  });
const runHere = (...args: string[]) => run('--backend', 'cpu', '--out', folder, ...args);

describe('runBenchmark', () => {
  it('says how it is used, and does nothing else', async () => {
    expect(await runHere('--help')).toBe(0);
    expect({ output, errors }).toEqual({ output: `${usage}\n`, errors: '' });
    expect(ablation).not.toHaveBeenCalled();
  });

  it.each([[['--fast']], [['--data-set', 'cifar']], [['--networks', 'all']]])(
    'ends with code 2 and one line for %s, and writes nothing',
    async (args) => {
      expect(await runHere(...args)).toBe(2);
      expect(output).toBe('');
      expect(errors).toMatch(new RegExp(`^[^\\n]*${args[0]}[^\\n]*\\n$`));
      expect(await readdir(folder)).toEqual([]);
      expect(ablation).not.toHaveBeenCalled();
    },
  );

  it('ends with code 2 where a data set that was asked for is not here, before anything is run', async () => {
    expect(await runHere('--data-set', 'glyph-lt,fashion-mnist-lt')).toBe(2);
    expect(errors.split('\n').slice(1)).toEqual([missing.message, '']);
    expect(await readdir(folder)).toEqual([]);
    expect(ablation).not.toHaveBeenCalled();
  });

  it('leaves out a data set that is not here where none was asked for, and says so', async () => {
    expect(await runHere()).toBe(0);
    expect(errors).toContain(`Left out: ${missing.message}\n`);
    expect(ablation.mock.calls.map(([{ subject }]) => subject)).toEqual(['glyph-lt']);
  });

  it('runs what is asked for on the backend that started', async () => {
    expect(await runHere('--networks', '2,1', '--seeds', '5')).toBe(0);
    const [[request]] = ablation.mock.calls;
    expect(request).toMatchObject({ networkSeeds: [2, 1], fitSeeds: [5], backend: 'cpu' });
    expect(request.signal).toBe(interrupted.signal);
    expect(errors).toMatch(/^Backend cpu \(.+\)/);
  });

  it('writes the page, the data with how they were made, and the figure; and shows the table', async () => {
    expect(await runHere('--networks', '2')).toBe(0);
    const command = `npx nx benchmark -- --backend cpu --out ${folder} --networks 2`;
    const read = (extension: string) => readFile(join(folder, `component-ablation-glyph-lt.${extension}`), 'utf8');
    expect(await readdir(folder)).toHaveLength(3);
    expect(await read('md')).toBe(`# The page of ${command}\n`);
    expect(await read('svg')).toBe('<svg/>\n');
    expect(JSON.parse(await read('json'))).toMatchObject({
      environment: { command, backend: { name: 'cpu' } },
      ablation: { rows: [] },
    });
    expect(output).toContain('\nthe table\n');
    expect(output).toContain(`Written: ${join(folder, 'component-ablation-glyph-lt.json')}, `);
  });

  it('runs on a dump of features alone, and names its results after it', async () => {
    const head = { classes: 2, featureSize: 1, weight: Float32Array.of(1, -1), bias: null };
    const rows = drawRows(head, labelsOf([30, 10]), { seed: 1 });
    await writeFeatureShards(join(folder, 'rows'), rows);
    const files = join(folder, 'rows/*.safetensors');
    const weights = join(folder, 'head.safetensors');
    await writeSafetensors(weights, { 'head.weight': { dtype: 'F32', shape: [2, 1], data: head.weight } });
    const dump = { name: 'mine', train: files, validation: files, test: files, balanced: null, head: weights };
    const args = ['--train', files, '--validation', files, '--test', files, '--head', weights, '--name', 'mine'];
    expect(await runHere(...args)).toBe(0);
    expect(ablation.mock.calls.map(([{ subject }]) => subject)).toEqual([dump]);
    expect(await readdir(folder)).toContain('component-ablation-mine.json');
    // What the experiments say of it for real: two classes, one feature.
    expect(await runHere('--only', 'fig3,table2', ...args)).toBe(0);
    const fig3 = JSON.parse(await readFile(join(folder, 'fig3-mine.json'), 'utf8')) as { summary: string[] };
    expect(fig3.summary).toEqual([expect.stringContaining('3.0 times')]);
    expect(output).toContain('K = 2 classes and D = 1 features');
  });

  it('ends with code 2 and names the file where a dump cannot be read', async () => {
    const args = ['--only', 'fig3', '--train', join(folder, 'no.npz'), '--validation', 'v.npz', '--test', 't.npz'];
    expect(await runHere(...args)).toBe(2);
    expect(errors).toContain('no.npz');
    expect(ablation).not.toHaveBeenCalled();
  });

  it('joins what it ran in one page, whose values are those of the JSON', async () => {
    vi.mocked(makeLivePanel).mockResolvedValue({
      classNames: ['cat', 'lynx'],
      counts: [30, 10],
      groups: ['medium', 'few'],
      settings: [
        {
          ...{ rho: 1, magnitude: true, margin: true, confidence: false, targetPrior: 'uniform' },
          calibration: { form: 'blend', scale: Float64Array.of(1, 1), bias: Float64Array.of(0, 1), confidence: null },
        },
      ],
      test: { features: Float32Array.of(0, 0), logits: Float32Array.of(1, 0, 0, 1), labels: Int32Array.of(0, 1) },
    });
    const page = join(folder, 'page');
    expect(await runHere('--only', 'fig3,table2', '--data-set', 'glyph-lt', '--report', page)).toBe(0);
    const html = await readFile(join(page, 'report.html'), 'utf8');
    const { sections } = JSON.parse(await readFile(join(folder, 'fig3-glyph-lt.json'), 'utf8')) as {
      sections: { tables: { rows: Record<string, number>[] }[] }[];
    };
    const csv = await readFile(join(page, 'fig3-glyph-lt.csv'), 'utf8');
    for (const { largest } of sections[0].tables[0].rows) expect(csv).toContain(String(largest));
    expect(html).toContain('Class weights on Glyph-LT (paper Fig. 3)');
    expect(html).toContain('id="live"');
    expect(output).toContain(`Written: ${join(page, 'report.html')}`);
  });

  it('retrains the networks that are asked for, and nothing else', async () => {
    const meanClassAccuracy = { overall: 0.6543, many: null, medium: null, few: null };
    const split = { accuracy: 0.5, meanClassAccuracy };
    const accuracy = { train: split, validation: split, test: split };
    vi.mocked(retrainCheckpoints).mockResolvedValue([
      { seed: 4, path: 'glyph-lt-4', metrics: { lastEpochLoss: 1, accuracy } },
    ]);
    expect(await runHere('--retrain', '--data-set', 'glyph-lt', '--networks', '4')).toBe(0);
    const asked = { dataSet: 'glyph-lt', seeds: [4], backend: 'cpu', signal: interrupted.signal };
    expect(retrainCheckpoints).toHaveBeenCalledExactlyOnceWith(expect.objectContaining(asked));
    expect(output).toBe('Written: glyph-lt-4, test accuracy 65.4 %\n');
    expect(ablation).not.toHaveBeenCalled();
  });

  it('retrains the networks for scenes where those are asked for by name', async () => {
    const metrics = { lastEpochLoss: 1, selection: { mIoU: 0.4012, mAcc: 0.5 } };
    vi.mocked(retrainSceneNetworks).mockResolvedValue([{ path: 'glyph-scenes-150-fcn-4', metrics }]);
    expect(await runHere('--retrain', '--data-set', 'glyph-scenes-150', '--networks', '4')).toBe(0);
    const asked = { seeds: [4], backend: 'cpu', signal: interrupted.signal };
    expect(retrainSceneNetworks).toHaveBeenCalledExactlyOnceWith(expect.objectContaining(asked));
    expect(output).toBe('Written: glyph-scenes-150-fcn-4, mIoU 40.1 % on the selection split\n');
  });

  it('retrains the detectors of scenes where those are asked for by name', async () => {
    vi.mocked(retrainSceneDetectors).mockResolvedValue(['glyph-scenes-lvis-4']);
    expect(await runHere('--retrain', '--data-set', 'glyph-scenes-lvis', '--networks', '4')).toBe(0);
    const asked = { seeds: [4], backend: 'cpu', signal: interrupted.signal };
    expect(retrainSceneDetectors).toHaveBeenCalledExactlyOnceWith(expect.objectContaining(asked));
    expect(output).toBe('Written: glyph-scenes-lvis-4\n');
  });

  it('ends with code 2 where detectors for table8, or a dump of regions, are not there', async () => {
    expect(await runHere('--only', 'table8', '--networks', '99')).toBe(2);
    expect(errors).toContain('glyph-scenes-lvis-99.safetensors');
    expect(await runHere('--only', 'table8', '--regions', folder)).toBe(2);
    expect(errors).toContain(`--regions: ${folder} must hold training.json`);
    expect(await readdir(folder)).toEqual([]);
  });

  it('runs table6 on its own data, alone', async () => {
    const table6 = vi.spyOn(taskExperiments.table6, 'run').mockResolvedValue({
      data: { findings: [] },
      table: 'which bars hold',
      markdown: () => '# Table 6',
      figures: async () => ({ 'table6-trade-off': '<svg/>' }),
    });
    expect(await runHere('--only', 'table6', '--networks', '1')).toBe(0);
    expect(ablation).not.toHaveBeenCalled();
    expect(load.glyph).not.toHaveBeenCalled();
    const [[{ options, backend }]] = table6.mock.calls;
    expect([options.networks, backend]).toEqual([[1], 'cpu']);
    const files = ['table6-glyph-scenes-150.json', 'table6-glyph-scenes-150.md', 'table6-trade-off.svg'];
    expect((await readdir(folder)).sort()).toEqual(files);
    expect(output).toContain('which bars hold');
    table6.mockRestore();
  });

  it('puts an experiment with data of its own on a page, without a live panel where it is alone', async () => {
    const section = { heading: 'Table 6', paragraphs: ['One number.'], charts: [], tables: [] };
    const table6 = vi.spyOn(taskExperiments.table6, 'run').mockResolvedValue({
      ...{ data: {}, table: '', markdown: () => '# Table 6', summary: ['mIoU is up.'], sections: [section] },
    });
    vi.mocked(makeLivePanel).mockClear();
    const page = join(folder, 'page');
    expect(await runHere('--only', 'table6', '--report', page)).toBe(0);
    const html = await readFile(join(page, 'report.html'), 'utf8');
    expect(html).toContain('mIoU is up.');
    expect(html).not.toContain('id="live"');
    expect(makeLivePanel).not.toHaveBeenCalled();
    table6.mockRestore();
  });

  it('must have the networks of table6 where it is asked for alone, and leaves it out among others', async () => {
    const table6 = vi.spyOn(taskExperiments.table6, 'run').mockRejectedValue(missing);
    expect(await runHere('--only', 'table6')).toBe(2);
    expect(await runHere('--only', 'table5,table6')).toBe(0);
    expect(errors).toContain(`Left out: table6: ${missing.message}\n`);
    expect(ablation).toHaveBeenCalledOnce();
    table6.mockRestore();
  });

  it('ends with code 2 where maps for table6 cannot be read', async () => {
    expect(await runHere('--only', 'table6', '--ade20k', join(folder, 'ade'), '--maps', join(folder, 'maps'))).toBe(2);
    expect(errors).toContain('maps');
    const none = ['--only', 'table6', '--ade20k', folder, '--maps', join(folder, 'maps'), '--model', 'a.onnx'];
    expect(await runHere(...none, '--preprocessing', join(folder, 'no.json'))).toBe(2);
    expect(errors).toContain('no.json');
    expect(await readdir(folder)).toEqual([]);
  });

  it('ends with code 130 when it is interrupted, and says that nothing is lost', async () => {
    ablation.mockImplementation(() => {
      interrupted.abort(new Error('SIGINT'));
      return Promise.reject(new Error('interrupted'));
    });
    expect(await runHere()).toBe(130);
    expect(errors).toMatch(/Interrupted\. The same command goes on .+\n$/);
    expect(await readdir(folder)).toEqual([]);
  });

  it('does not hide any other error', async () => {
    ablation.mockRejectedValue(new Error('no such arm'));
    await expect(runHere()).rejects.toThrow('no such arm');
  });
});
