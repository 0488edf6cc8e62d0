import { describe, expect, it } from 'vitest';
import { ablationMarkdown } from './ablation-markdown.js';
import { smallAblation, smallAblationWithoutFew, smallEnvironment } from './fixtures/small-ablation.js';

describe('ablationMarkdown', () => {
  const page = ablationMarkdown(smallAblation, smallEnvironment, { figure: 'glyph.svg' });
  const sections = page.split('\n\n');

  it('says what it is, and shows the figure and the table', () => {
    expect(sections.slice(0, 4).join('\n\n')).toMatchInlineSnapshot(`
      "# Component ablation on Glyph-LT

      Which parts of DisAlign help a frozen network: 2 networks × 1 stage-2 seed, each arm on all of them. Glyph-LT is rendered: synthetic images of characters from fonts, not photographs.

      ![Component ablation on Glyph-LT](glyph.svg)

      | arm                         | trained numbers |     rho | overall | many | medium |  few | overall minus baseline [95 %] | few minus baseline [95 %] |
      | --------------------------- | --------------: | ------: | ------: | ---: | -----: | ---: | ----------------------------: | ------------------------: |
      | joint baseline              |               0 |       - |    46.9 | 68.2 |   40.4 |  9.6 |                             - |                         - |
      | full \\<DisAlign> & "c" \\| d |           4,049 | 0.9–1.2 |    52.4 | 61.4 |   50.5 | 33.7 |             +5.5 [+4.4, +6.6] |      +24.1 [+21.5, +26.2] |"
    `);
  });

  it('has both deviations, over networks first', () => {
    expect(sections.slice(4, 7).join('\n\n')).toMatchInlineSnapshot(`
      "## Deviations

      Standard deviations in percentage points: over the networks (each the mean of its stage-2 seeds) / over the stage-2 seeds of a network.

      | arm                         |   overall |      many |    medium |       few |
      | --------------------------- | --------: | --------: | --------: | --------: |
      | joint baseline              | 2.7 / 0.0 |   1.7 / - |   2.0 / - |   0.8 / - |
      | full \\<DisAlign> & "c" \\| d | 1.1 / 0.1 | 1.2 / 0.2 | 1.3 / 0.3 | 1.4 / 0.4 |"
    `);
  });

  it('says what it was made with', () => {
    expect(sections.slice(7, 9).join('\n\n')).toMatchInlineSnapshot(`
      "## Made with

      - Data: 200 classes (90 many, 82 medium, 28 few), 4000 test images
      - Seeds: networks 3, 10; stage 2 7
      - Training rows of stage 2 that the networks get right as they are: 91.2, 92.3 %
      - Machine: Some CPU, 8 threads, 31 GiB; Linux 6.1, x64
      - Backend: wasm (WebAssembly, SIMD)
      - Versions: Node 20.20.0, @disalign/core 0.1.0, @tensorflow/tfjs 4.22.0
      - Commit: 0123abc, with changes
      - Date: 2026-01-02T03:04:05.000Z
      - Command: \`npx nx benchmark -- --data glyph-lt\`"
    `);
  });

  it('says how to read it, and that no value of the paper stands here', () => {
    expect(sections[9]).toBe('## How to read it');
    expect(sections[10]).toContain('parallel arms');
    expect(sections[10]).toContain('46.9 (68.2 / 40.4 / 9.6) before, 52.4 (61.4 / 50.5 / 33.7) after DisAlign');
    expect(sections[10]).toContain("The values of the paper's Table 5 could not be obtained");
    expect(sections).toHaveLength(11);
    expect(page).toMatch(/[^\n]\n$/);
  });

  it('calls Fashion-MNIST-LT photographs, shows no figure it was not given, and a dash for no few-shot class', () => {
    const other = ablationMarkdown(smallAblationWithoutFew, smallEnvironment);
    expect(other).toContain('# Component ablation on Fashion-MNIST-LT\n');
    expect(other).toContain('real photographs');
    expect(other).not.toContain('synthetic');
    expect(other).not.toContain('![');
    expect(other).toMatch(/^\| joint baseline .*\|\s+40\.4 \|\s+- \|\s+- \|\s+- \|$/m);
  });
});
