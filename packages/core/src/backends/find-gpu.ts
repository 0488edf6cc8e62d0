import * as tf from '@tensorflow/tfjs';
import { importInNode } from './import-in-node.js';

interface DawnPackage {
  readonly create: (options: string[]) => GPU;
  readonly globals: object;
}

// Dawn crashes when its GPU object is collected while a device of it is in use, so it lives as long as the process.
let dawn: GPU | undefined;

/** WebGPU's entry: the browser's own, or Dawn's in Node, which comes with the package `webgpu`. */
export async function findGpu(): Promise<GPU> {
  if (tf.env().getBool('IS_NODE')) {
    dawn ??= await createDawn();
    return dawn;
  }
  if (globalThis.navigator?.gpu === undefined) throw new Error('this browser has no WebGPU');
  return navigator.gpu;
}

async function createDawn(): Promise<GPU> {
  const { create, globals } = await importInNode<DawnPackage>('webgpu');
  Object.assign(globalThis, globals);
  return create([]);
}
