import { join } from 'node:path';
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
  const present = splits.filter((split) => extract[split] !== undefined);
  const classNames = await classNamesOf(config, extract);
  const pictures = config.task === 'segmentation' ? null : await picturesOf(extract, present, classNames);
  const folderOf = (split: Split) => join(config.output, split);
  const patternOf = (split: Split) => `${fastGlob.escapePath(folderOf(split))}/*.safetensors`;
  const step: RunStep = {
    name: 'extract',
    files: [extract.model],
    settings: { extract, task: config.task, classNames, pictures },
    outputs: present.map((split) => join(folderOf(split), 'features-00000.safetensors')),
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
  return { step, config: { ...config, features, classNames } };
}

/** null: those of the model's own table, which only the extraction reads. */
async function classNamesOf(
  { classNames, task }: RunConfig,
  { train, root }: Extraction,
): Promise<string[] | undefined> {
  if (typeof classNames === 'string') return readClassNames(classNames);
  if (classNames !== undefined || task === 'segmentation') return classNames;
  return [...(await listPictures({ images: train, root })).classNames];
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
    config: { task },
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
  const { train, validation, test, views, ...settings } = extract;
  await extractFiles({
    ...settings,
    task: task === 'segmentation' ? task : 'classification',
    ...{ classNames, output, signal },
    images: { train, validation, test }[split] ?? '',
    // What is judged is judged as it is.
    views: split === 'train' ? views : 1,
    split: split === 'train' ? 'training' : 'validation',
    onProgress: ({ done, total }) =>
      onProgress?.('extract', { share: done / total, text: `${split}, ${done} of ${total}` }),
  });
}
