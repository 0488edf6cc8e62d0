import { FileFormatError } from '@disalign/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fitSettingsInputSchema } from '../fit/fit-settings-input.js';
import { parseYaml } from './parse-yaml.js';

const schema = z.strictObject({
  name: z.string(),
  fit: fitSettingsInputSchema.optional(),
  rhos: z.array(z.number().nonnegative()).optional(),
});
const parse = (text: string) => parseYaml(text, { file: 'a.yaml', schema });

describe('parseYaml', () => {
  it('reads YAML and JSON', () => {
    const expected = { name: 'x', fit: { rho: 1.2 } };
    expect(parse('# comment\nname: x\nfit:\n  rho: 1.2\n')).toEqual(expected);
    expect(parse('{"name": "x", "fit": {"rho": 1.2}}')).toEqual(expected);
  });

  it('fills in nothing of the settings of a fit', () => {
    expect(parse('name: x\nfit: { seed: 3 }').fit).toEqual({ seed: 3 });
  });

  it.each([
    ['name: x\nfits: 1\n', 'a.yaml: line 2, key fits must be one that is known, got fits'],
    ['name: x\nfit:\n  rhoo: 1\n', 'a.yaml: line 3, key fit.rhoo must be one that is known, got rhoo'],
    ['name: x\nfit:\n  rho: 1\n  seed: 1.5\n', 'a.yaml: line 4, key fit.seed must be int, got 1.5'],
    ['name: x\nfit:\n  rho: -1\n', 'a.yaml: line 3, key fit.rho must be number to be >=0, got -1'],
    ['name: x\nfit:\n  rho: "off"\n', 'a.yaml: line 3, key fit.rho must be number or "auto", got "off"'],
    ['name: x\nfit:\n  optimizer:\n    kind: adam\n', 'a.yaml: line 4, key fit.optimizer.kind must be'],
    ['name: x\nfit: 3\n', 'a.yaml: line 2, key fit must be a map of settings, got 3'],
    ['name: x\nrhos:\n  - 1\n  - -2\n', 'a.yaml: line 4, key rhos.1 must be number to be >=0, got -2'],
    ['fit: {}\n', 'a.yaml: line 1, key name must be string, got nothing'],
    ['', 'a.yaml: line 1 must be object, got null'],
    ['name: x\nname: y\n', 'a.yaml: line 2 must be YAML, got map keys must be unique'],
    ['name: [x\n', 'a.yaml: line 2 must be YAML, got '],
  ])('refuses %j by line and key', (text, message) => {
    expect(() => parse(text)).toThrow(FileFormatError);
    expect(() => parse(text)).toThrow(message);
  });

  it('refuses a small text that means a large one', () => {
    const levels = Array.from({ length: 12 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i},`.repeat(9)}]`);
    expect(() => parse(['l0: &l0 [1]', ...levels].join('\n'))).toThrow(
      'a.yaml: the file must be YAML, got Excessive alias count',
    );
  });

  it('reads or refuses any text, never worse', () => {
    const texts = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.json().map((json) => json),
      fc
        .array(fc.constantFrom('name: x', 'fit:', '  rho: 1', '- a', 'a: &a b', 'c: *a', '{', '"', '\t', '? x', '!!t'))
        .map((lines) => lines.join('\n')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          expect(parse(text).name).toBeTypeOf('string');
        } catch (error) {
          expect(error).toBeInstanceOf(FileFormatError);
          expect(String(error)).toMatch(/a\.yaml: (line \d+|the file)/);
        }
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});
