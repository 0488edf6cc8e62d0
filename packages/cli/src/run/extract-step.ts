import { join } from 'node:path';
import { readCategoryOccurrences } from '@disalign/detection';
import fastGlob from 'fast-glob';
import { extractFiles } from '../extract/extract-files.js';
import { listPictures } from '../extract/list-pictures.js';
import { readClassNames } from '../files/read-class-names.js';
import type { RunConfig } from './run-config-schema.js';
import type { RunStep } from './run-step.js';
import type { RunOptions } from './run-steps.js';

type Extraction = NonNullable<RunConfig['extract']>;

const splits = ['train', 'validation', 'test'] as const;
type Split = (typeof splits)[number];

/** The step that makes the features of a configuration, and the configuration that reads them. */
export interface PlannedExtraction {
  readonly step: RunStep;
  readonly config: RunConfig;
}

/** Plans the extraction that a configuration asks for. @throws what listing the pictures throws */
export async function planExtraction(
  config: RunConfig,
  extract: Extraction,
  options: RunOptions,
): Promise<PlannedExtraction> {
  const { task, background } = config;
  const present = splits.filter((split) => extract[split] !== undefined);
  const { classNames, counts } = await classesOf(config, extract);
  const pictures = task === 'classification' ? await picturesOf(extract, present, classNames) : null;
  const lists = task === 'detection' ? present.map((split) => extract[split] ?? '') : [];
  const firstShard = `${task === 'detection' ? 'regions' : 'features'}-00000.safetensors`;
  const folderOf = (split: Split) => join(config.output, split);
  const patternOf = (split: Split) => `${fastGlob.escapePath(folderOf(split))}/*.safetensors`;
  const step: RunStep = {
    name: 'extract',
    files: [extract.model, ...lists],
    settings: { extract, task, background, classNames, pictures },
    outputs: present.map((split) => join(folderOf(split), firstShard)),
    run: async () => {
      for (const split of present) await extractSplit({ config, extract, classNames, options }, split, folderOf(split));
    },
  };
  const { ignoreLabel } = config.features ?? {};
  const features = {
    ...{ train: patternOf('train'), ignoreLabel },
    validation: extract.validation && patternOf('validation'),
    test: extract.test && patternOf('test'),
  };
  const groundTruth = config.groundTruth ?? groundTruthOf(task, extract);
  return { step, config: { ...config, features, classNames, counts, groundTruth } };
}

/** By what the detections of the test images are judged. */
function groundTruthOf(task: RunConfig['task'], { test, format }: Extraction): RunConfig['groundTruth'] {
  return task === 'detection' && test !== undefined ? { annotations: test, format } : undefined;
}

/** Names and counts of the classes, as far as the configuration or what lists the pictures says them. */
async function classesOf(
  { classNames, counts, task }: RunConfig,
  { train, root }: Extraction,
): Promise<{ classNames?: string[]; counts: RunConfig['counts'] }> {
  if (typeof classNames === 'string') return { classNames: await readClassNames(classNames), counts };
  if (classNames !== undefined || task === 'segmentation') return { classNames, counts };
  if (task === 'classification') {
    return { classNames: [...(await listPictures({ images: train, root })).classNames], counts };
  }
  const { categories, imageCounts } = await readCategoryOccurrences(train);
  return { classNames: categories.map(({ name }) => name), counts: counts ?? [...imageCounts] };
}

async function picturesOf(extract: Extraction, present: readonly Split[], classNames: string[] | undefined) {
  const lists = present.map(async (split) => {
    const { pictures } = await listPictures({ images: extract[split] ?? '', root: extract.root, classNames });
    return pictures.map(({ path, label }) => [path, label]);
  });
  return Promise.all(lists);
}

async function extractSplit(
  {
    config: { task, background },
    extract,
    classNames,
    options: { signal, onProgress },
  }: {
    readonly config: RunConfig;
    readonly extract: Extraction;
    readonly classNames: string[] | undefined;
    readonly options: RunOptions;
  },
  split: Split,
  output: string,
): Promise<void> {
  const { train, validation, test, views, regionsPerImage, ...settings } = extract;
  await extractFiles({
    ...settings,
    ...{ task, background, classNames, output, signal },
    images: { train, validation, test }[split] ?? '',
    // What is judged is judged as it is.
    views: split === 'train' ? views : 1,
    regionsPerImage: split === 'train' ? regionsPerImage : undefined,
    split: split === 'train' ? 'training' : 'validation',
    onProgress: ({ done, total }) =>
      onProgress?.('extract', { share: done / total, text: `${split}, ${done} of ${total}` }),
  });
}
