import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { forbidTypePromotion } from './forbid-type-promotion.js';
import { presentBackends, type TestBackend } from './present-environments.js';
import { startTestBackend } from './start-test-backend.js';
import { watchMemory } from './watch-memory.js';
import { watchWebgpuErrors, type WebgpuErrorWatch } from './watch-webgpu-errors.js';

/**
 * Runs a suite once on each backend that is present. Each test has a memory scope: it may leave its tensors to it, and fails
 * if any outlives it. It fails too on an implicit promotion of dtypes, and on errors that WebGPU reports in the background.
 * Read tensors with `await tensor.data()`: webgpu has no other way.
 */
export function describeOnEveryBackend(title: string, suite: (backend: TestBackend) => void): void {
  for (const backend of presentBackends()) {
    describe(`${title} on ${backend}`, () => {
      let allowTypePromotion: () => void;
      let webgpuErrors: WebgpuErrorWatch | undefined;
      let closeScope: () => void;

      beforeAll(async () => {
        await startTestBackend(backend);
        if (backend === 'webgpu') webgpuErrors = watchWebgpuErrors();
        allowTypePromotion = forbidTypePromotion();
      });
      afterAll(() => {
        webgpuErrors?.end();
        allowTypePromotion();
      });
      beforeEach(() => {
        closeScope = watchMemory();
      });
      afterEach(async () => {
        const errors = (await webgpuErrors?.collect()) ?? [];
        closeScope();
        if (errors.length > 0) throw new Error(`webgpu: ${errors.join('\n')}`);
      });

      suite(backend);
    });
  }
}
