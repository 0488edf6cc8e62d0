import { mergeConfig } from 'vitest/config';
import { sharedConfig } from '../../vitest.shared.ts';

// All packages together take seconds to load: once for each worker, as no test leaves anything behind in them.
export default mergeConfig(sharedConfig, { test: { isolate: false } });
