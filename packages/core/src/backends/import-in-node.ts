import * as tf from '@tensorflow/tfjs';
import { importOptional } from './import-optional.js';

/** Imports an optional package that runs in Node only. Bundlers do not see the import, so a browser bundle stays free of it. */
export async function importInNode<T>(name: string): Promise<T> {
  if (!tf.env().getBool('IS_NODE')) throw new Error('runs in Node only');
  return importOptional(name, () => import(/* @vite-ignore */ /* webpackIgnore: true */ name) as Promise<T>);
}
