import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GlyphFontList } from './read-glyph-font-list.js';

/**
 * Installs the listed font packages and the renderers into a folder of their own.
 *
 * They are about 130 MB and only this tool needs them, so they are no dependencies of the workspace. No install script
 * runs: the canvas brings its binary as a package.
 */
export function installFonts(list: GlyphFontList, folder: string): void {
  const dependencies: Record<string, string> = { ...list.renderers };
  for (const { family, version } of list.families) dependencies[`@fontsource/${family}`] = version;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }, undefined, 2));
  execFileSync('npm', ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'], {
    stdio: 'inherit',
  });
}
