import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { importInNode } from './import-in-node.js';
import { importOptional } from './import-optional.js';

const missing = (name: string) =>
  Object.assign(new Error(`Cannot find package '${name}' imported from here`), { code: 'ERR_MODULE_NOT_FOUND' });

describe('importOptional', () => {
  it('hands out what was loaded', async () => {
    expect(await importOptional('cards', async () => ({ ace: 1 }))).toEqual({ ace: 1 });
  });

  it('names the command that installs a missing package', async () => {
    const cause = missing('cards');
    const load = importOptional('cards', () => Promise.reject(cause));
    await expect(load).rejects.toThrow(new Error('not installed: npm install cards'));
    await expect(load).rejects.toMatchObject({ cause });
  });

  it('passes on what else goes wrong, a missing part of the package among it', async () => {
    for (const error of [new Error('libcuda.so.1: cannot open'), missing('cards-native')]) {
      await expect(importOptional('cards', () => Promise.reject(error))).rejects.toBe(error);
    }
  });
});

describe('importInNode', () => {
  it('imports a package by its name', async () => {
    expect(await importInNode('node:path')).toHaveProperty('sep');
  });

  it('refuses to run anywhere else', async () => {
    tf.env().set('IS_NODE', false);
    await expect(importInNode('node:path')).rejects.toThrow(new Error('runs in Node only'));
    tf.env().set('IS_NODE', true);
  });
});
