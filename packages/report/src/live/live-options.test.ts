import { expect, it } from 'vitest';
import { liveOptions } from './live-options.js';

const setting = { rho: 1, magnitude: true, margin: true, confidence: true, targetPrior: 'uniform' } as const;
const settings = [
  setting,
  { ...setting, rho: 0.5, targetPrior: 'backward' as const },
  { ...setting, magnitude: false },
];

it('lists the rhos rising, and the priors as they come', () => {
  expect(liveOptions(settings)).toMatchObject({ rhos: [0.5, 1], priors: ['uniform', 'backward'] });
});

it('switches a part where there is a setting on the other side, or nothing left to calibrate', () => {
  const { canSwitch } = liveOptions(settings);
  expect((['magnitude', 'margin', 'confidence'] as const).map((part) => canSwitch(part, setting))).toEqual([
    true,
    false,
    false,
  ]);
  expect(canSwitch('margin', { ...setting, magnitude: false })).toBe(true);
});
