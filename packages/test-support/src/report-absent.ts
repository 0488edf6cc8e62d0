import { absentEnvironments, testEnvironments } from './present-environments.js';

/**
 * Vitest's global setup: names once what is not there and will be skipped. Fails the run if DISALIGN_REQUIRE, a list such as
 * `webgpu,browser`, names one of them.
 */
export function setup(): void {
  const absent = Object.entries(absentEnvironments()).map(([name, reason]) => ({ name, text: `${name} (${reason})` }));
  const required = (process.env.DISALIGN_REQUIRE ?? '').split(',').filter((name) => name !== '');
  const unknown = required.filter((name) => !testEnvironments.some((known) => known === name));
  if (unknown.length > 0) {
    throw new Error(`DISALIGN_REQUIRE: must name some of ${testEnvironments.join(', ')}, got ${unknown.join(', ')}`);
  }
  const missing = absent.filter(({ name }) => required.includes(name)).map(({ text }) => text);
  if (missing.length > 0) throw new Error(`DISALIGN_REQUIRE: not here: ${missing.join(', ')}`);
  if (absent.length > 0) console.error(`tests skip what is not here: ${absent.map(({ text }) => text).join(', ')}`);
}
