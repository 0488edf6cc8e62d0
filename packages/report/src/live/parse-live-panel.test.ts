import { expect, it } from 'vitest';
import { smallPanel } from '../fixtures/small-panel.js';
import { parseLivePanel } from './parse-live-panel.js';

const panel = smallPanel();
const [setting] = panel.settings;
const withCalibration = (change: Partial<typeof setting.calibration>) => ({
  ...panel,
  settings: [{ ...setting, calibration: { ...setting.calibration, ...change } }, ...panel.settings.slice(1)],
});

it('takes a panel as it is', () => {
  expect(parseLivePanel(panel)).toEqual(panel);
});

it.each([
  ['counts of other classes', { ...panel, counts: [1, 2] }, '`counts`: must have 12 entries like `classNames`'],
  ['groups of other classes', { ...panel, groups: ['many'] }, '`groups`: must have 12 entries'],
  [
    'a label that is no class',
    { ...panel, test: { ...panel.test, labels: panel.test.labels.map(() => 12) } },
    'must be in 0..11',
  ],
  ['logits of other rows', { ...panel, test: { ...panel.test, logits: new Float32Array(7) } }, '120 rows of 12 logits'],
  [
    'half a row of features',
    { ...panel, test: { ...panel.test, features: new Float32Array(7) } },
    'must hold 120 whole rows',
  ],
  [
    'NaN',
    { ...panel, test: { ...panel.test, features: panel.test.features.map(() => NaN) } },
    '`test`: must be finite',
  ],
  ['plain lists', { ...panel, test: { ...panel.test, logits: [1, 2] } }, '`test.logits`: must be a Float32Array'],
  [
    'a calibration of other classes',
    withCalibration({ scale: new Float64Array(3) }),
    'must have 12 magnitudes and margins',
  ],
  [
    'a confidence that is not there',
    withCalibration({ confidence: null }),
    'must have a confidence layer where `confidence`',
  ],
  ['no setting', { ...panel, settings: [] }, '`settings`'],
  [
    'a setting twice',
    { ...panel, settings: [...panel.settings, setting] },
    'one only: rho 0, magnitude + margin + confidence',
  ],
  ['a hole', { ...panel, settings: panel.settings.slice(1) }, 'must have one for each combination'],
])('refuses %s', (_, value, message) => {
  expect(() => parseLivePanel(value)).toThrow(TypeError);
  expect(() => parseLivePanel(value)).toThrow(message);
});
