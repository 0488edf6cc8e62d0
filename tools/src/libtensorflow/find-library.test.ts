import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findLibrary } from './find-library.js';
import { MissingRequirement } from './missing-requirement.js';

const header = 'include/tensorflow/c/eager/c_api.h';

describe('findLibrary', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'disalign-library-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (...names: string[]) => {
    for (const name of names) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), '');
    }
  };

  it('finds the libraries of a wheel', () => {
    put('libtensorflow_cc.so.2', 'libtensorflow_framework.so.2', header);
    expect(findLibrary(folder)).toEqual({
      files: { main: join(folder, 'libtensorflow_cc.so.2'), framework: join(folder, 'libtensorflow_framework.so.2') },
      include: join(folder, 'include'),
    });
  });

  it('finds the C library', () => {
    put('lib/libtensorflow.so.2', 'lib/libtensorflow_framework.so.2', header);
    expect(findLibrary(folder).files.main).toBe(join(folder, 'lib/libtensorflow.so.2'));
  });

  it('names the file that is missing', () => {
    const isMissing = (name: string) =>
      expect(() => findLibrary(folder)).toThrow(new MissingRequirement(`no ${name} in ${folder}`));
    isMissing('libtensorflow_cc.so.2 or libtensorflow.so.2');
    put('libtensorflow.so.2');
    isMissing('libtensorflow_framework.so.2');
    put('lib/libtensorflow_framework.so.2');
    isMissing(header);
  });
});
