import type { FeatureSource } from '@disalign/core';
import { findShardFiles, openFeatureShards, type OpenFeatureShardsOptions } from '@disalign/core/node';
import fastGlob from 'fast-glob';
import { isThere } from './is-there.js';

/** Paths or glob patterns of safetensors and npz files with `features` [N, D], `logits` [N, K] and `labels` [N]. */
export type FeatureFiles = string | readonly string[];

/** The files that paths and patterns stand for: what is there by that name is a path, whatever its name looks like. */
export async function featurePaths(files: FeatureFiles): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const file of typeof files === 'string' ? [files] : files) {
    const isPattern = fastGlob.isDynamicPattern(file) && !(await isThere(file));
    paths.push(...(isPattern ? await findShardFiles(file) : [file]));
  }
  return paths;
}

/** Opens them as one source. Throws as core's `openFeatureShards` does. */
export async function openFeatureFiles(files: FeatureFiles, options: OpenFeatureShardsOptions): Promise<FeatureSource> {
  return openFeatureShards(await featurePaths(files), options);
}
