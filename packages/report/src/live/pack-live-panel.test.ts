import { expect, it } from 'vitest';
import { smallPanel } from '../fixtures/small-panel.js';
import { liveValues } from './live-values.js';
import { packLivePanel } from './pack-live-panel.js';
import { unpackLivePanel } from './unpack-live-panel.js';

const panel = smallPanel();

it('keeps calibrations, classes and labels, and rounds features and logits to half precision', () => {
  const unpacked = unpackLivePanel(packLivePanel(panel, 1e6));
  expect(unpacked).toMatchObject({ classNames: panel.classNames, counts: panel.counts, groups: panel.groups });
  expect(unpacked).toMatchObject({ allRows: 120, bits: 16, initial: panel.initial });
  expect(unpacked.test.labels).toEqual(panel.test.labels);
  for (const [index, { calibration, ...choice }] of panel.settings.entries()) {
    const { calibration: kept, ...keptChoice } = unpacked.settings[index];
    expect(keptChoice).toEqual(choice);
    expect([kept.form, kept.scale, kept.bias]).toEqual([calibration.form, calibration.scale, calibration.bias]);
    expect(kept.confidence === null).toBe(calibration.confidence === null);
  }
  const worst = panel.test.logits.reduce(
    (most, value, index) => Math.max(most, Math.abs(unpacked.test.logits[index] / value - 1)),
    0,
  );
  // Half precision has 11 significant bits.
  expect(worst).toBeGreaterThan(0);
  expect(worst).toBeLessThanOrEqual(2 ** -11);
});

it('keeps single precision where a number is too large for a half', () => {
  const large = { ...panel, test: { ...panel.test, features: panel.test.features.map((value) => value * 1e6) } };
  const unpacked = unpackLivePanel(packLivePanel(large, 1e6));
  expect(unpacked.bits).toBe(32);
  expect(unpacked.test.features).toEqual(large.test.features);
});

it('gives the same values after packing, where nothing is rounded', () => {
  const halves = {
    ...panel.test,
    logits: panel.test.logits.map(Math.fround).map((value) => Math.round(value * 64) / 64),
  };
  const exact = {
    ...panel,
    test: { ...halves, features: halves.features.map((value) => Math.round(value * 64) / 64) },
  };
  const unpacked = unpackLivePanel(packLivePanel(exact, 1e6));
  for (const choice of panel.settings) expect(liveValues(unpacked, choice)).toEqual(liveValues(exact, choice));
});
