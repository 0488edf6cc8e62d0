import { featuresInMemory, fitCalibration } from '@disalign/core';
import { describe, expect, it } from 'vitest';
import { authorsFitSettings } from './authors-fit-settings.js';

describe('authorsFitSettings', () => {
  it('makes 4,000 steps, or the rest of a pass more', () => {
    const epochs = (pixels: number, batchSize: number) => {
      const { optimizer } = authorsFitSettings({ pixels, batchSize });
      return optimizer?.kind === 'sgd' ? optimizer.epochs : null;
    };
    expect(epochs(32 * 512 * 512 * 10, 32 * 512 * 512)).toBe(400);
    // 7 batches a pass: 572 passes are 4,004 steps.
    expect(epochs(650, 100)).toBe(572);
    expect(epochs(1e9, 100)).toBe(1);
  });

  it('is taken by a fit, whose settings are the recipe', async () => {
    const features = Array.from({ length: 60 }, (_, i) => [(i % 7) / 7]);
    const logits = features.map(([value], i) => [value, (i % 5) / 5]);
    const train = featuresInMemory({ features, logits, labels: features.map((_, i) => (i % 4 === 0 ? 1 : 0)) });
    const settings = { ...authorsFitSettings({ pixels: 48, batchSize: 20 }), engine: 'host' as const };
    const fit = await fitCalibration({ train }, { settings });
    expect(fit.settings).toMatchObject({
      rho: 0.2,
      reduction: 'all',
      normalization: 'classes',
      optimizer: {
        weightDecay: { scale: 5e-4, bias: 5e-4, confidence: 5e-4 },
        decayTowards: 'zero',
        schedule: { kind: 'poly', power: 0.9, minimum: 1e-4 },
      },
    });
  });

  it('refuses sizes that are none', () => {
    expect(() => authorsFitSettings({ pixels: 0, batchSize: 1 })).toThrow('`pixels` must be a positive integer, got 0');
    expect(() => authorsFitSettings({ pixels: 9, batchSize: 1.5 })).toThrow(
      '`batchSize` must be a positive integer, got 1.5',
    );
  });
});
