import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import fastGlob from 'fast-glob';
import { parseYaml } from '../files/parse-yaml.js';
import { runConfigSchema, type RunConfig } from './run-config-schema.js';

/**
 * Reads the configuration of `disalign run`, YAML or JSON; its paths are then absolute.
 *
 * @throws FileFormatError naming file, line and key; what the file system throws
 * @example
 * import { readRunConfig } from 'disalign';
 * import { writeFile } from 'node:fs/promises';
 * await writeFile('config.yaml', 'features:\n  train: train/*.safetensors\n');
 * (await readRunConfig('config.yaml')).task; // 'classification'
 */
export async function readRunConfig(file: string): Promise<RunConfig> {
  const config = parseYaml(await readFile(file, 'utf8'), { file, schema: runConfigSchema });
  const folder = dirname(resolve(file));
  const place = (path: string) => inFolder(folder, path);
  const places = (paths: string | readonly string[]) => (typeof paths === 'string' ? [paths] : paths).map(place);
  const { features, extract, groundTruth, counts, classNames, export: exported } = config;
  return {
    ...config,
    output: place(config.output),
    features: features && {
      ...features,
      train: places(features.train),
      validation: features.validation && places(features.validation),
      test: features.test && places(features.test),
      head: features.head && place(features.head),
    },
    extract: extract && {
      ...extract,
      model: place(extract.model),
      train: place(extract.train),
      validation: extract.validation && place(extract.validation),
      test: extract.test && place(extract.test),
      root: extract.root && place(extract.root),
    },
    groundTruth: groundTruth && { ...groundTruth, annotations: place(groundTruth.annotations) },
    counts: typeof counts === 'string' ? place(counts) : counts,
    classNames: typeof classNames === 'string' ? place(classNames) : classNames,
    export: exported && { ...exported, model: place(exported.model) },
  };
}

function inFolder(folder: string, path: string): string {
  if (isAbsolute(path)) return path;
  // The folder's own name may look like a pattern.
  return fastGlob.isDynamicPattern(path) ? `${fastGlob.escapePath(folder)}/${path}` : join(folder, path);
}
