import { describe, expect, it } from 'vitest';
import { planLinks } from './plan-links.js';

const libraryIn = (folder: string, main: string) => ({
  files: { main: `${folder}/${main}`, framework: `${folder}/libtensorflow_framework.so.2` },
  include: `${folder}/include`,
});

describe('planLinks', () => {
  it('gives a library the names of the linker, and keeps its own beside them', () => {
    expect(planLinks('/addon', libraryIn('/addons', 'libtensorflow.so.2'))).toEqual([
      { path: 'deps/include', target: '/addons/include' },
      { path: 'deps/lib/libtensorflow.so.2', target: '/addons/libtensorflow.so.2' },
      { path: 'deps/lib/libtensorflow_framework.so.2', target: '/addons/libtensorflow_framework.so.2' },
      { path: 'deps/lib/libtensorflow.so', target: 'libtensorflow.so.2' },
      { path: 'deps/lib/libtensorflow_framework.so', target: 'libtensorflow_framework.so.2' },
    ]);
  });

  it('links to a library inside the addon so that both can move', () => {
    const links = planLinks('/addon', libraryIn('/addon/deps/tensorflow', 'libtensorflow_cc.so.2'));
    expect(links.slice(0, 3)).toEqual([
      { path: 'deps/include', target: 'tensorflow/include' },
      { path: 'deps/lib/libtensorflow_cc.so.2', target: '../tensorflow/libtensorflow_cc.so.2' },
      { path: 'deps/lib/libtensorflow_framework.so.2', target: '../tensorflow/libtensorflow_framework.so.2' },
    ]);
  });
});
