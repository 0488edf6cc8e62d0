import { bundleForBrowser, describeInBrowser, expectClose } from '@disalign/test-support';
import { expect, it } from 'vitest';
import { alignedOnHost, calibratedOnHost, drawKernelCase } from '../fixtures/kernel-case.js';
import { pageEntry, runOnPage } from '../fixtures/run-on-page.js';

// Chromium's own SwiftShader, whatever card the machine has.
const flags = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

describeInBrowser(
  'fused webgpu kernels',
  () => bundleForBrowser(pageEntry, import.meta.dirname),
  (page) => {
    it('agree with float64', async () => {
      const drawn = drawKernelCase({ rows: 37, classes: 131, featureSize: 65, ignoreEvery: 8 });
      const backend = { name: 'webgpu', options: { allowSoftwareAdapter: true } } as const;
      const { calibrated, aligned, errors } = await runOnPage(page(), backend, drawn);
      expect(errors).toEqual([]);
      expectClose(calibrated, calibratedOnHost(drawn), { relativeToLargest: 5e-6 });
      const { gradient, sums } = alignedOnHost(drawn);
      expectClose(aligned, [...gradient, ...sums], { relativeToLargest: 2e-5 });
    });
  },
  { flags },
);
